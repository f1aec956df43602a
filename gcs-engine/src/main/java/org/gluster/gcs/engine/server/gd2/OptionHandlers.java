/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.NotFoundException;
import org.gluster.gcs.NotPermittedException;
import org.gluster.gcs.NotSupportedException;
import org.gluster.gcs.core.wire.gd2.GroupOption;
import org.gluster.gcs.core.wire.gd2.OptionGroupInfo;
import org.gluster.gcs.core.wire.gd2.OptionGroupReq;
import org.gluster.gcs.core.wire.gd2.VolOptionReq;
import org.gluster.gcs.core.wire.gd2.VolOptionResetReq;
import org.gluster.gcs.core.wire.gd2.VolumeOption;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.engine.server.gd2.Gd2Backend.Kept;
import org.gluster.gcs.gluster.option.OptionLayout;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.OptionOrigin;
import org.gluster.gcs.option.OptionValue;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.VolumeOptions;

/** The routes of volume options and of their groups. */
final class OptionHandlers {
    private static final String VALIDATE = "vol-option.Validate";
    private static final String NOT_SET = "Option trying to reset is not set or invalid option";

    private final Gd2Backend backend;
    private final VolumeHandlers volumes;
    private final OptionRules rules;
    private final String self;

    /**
     * @param self name of the node that answers
     */
    OptionHandlers(Gd2Backend backend, VolumeHandlers volumes, String self) {
        this.backend = backend;
        this.volumes = volumes;
        this.self = self;
        rules = new OptionRules(backend.gcs());
    }

    HttpReply get(Gd2Call call) {
        Kept kept = volumes.existing(call.volume());
        String name = call.variable("optname");
        String key = OptionNames.key(name, VolumeShapes.isDispersed(kept.volume()))
                .orElseThrow(() -> Gd2Failure.of(404, ErrorCode.NOT_FOUND, "option not found: " + name));
        return Gd2Call.ok(option(name, key, values(kept)));
    }

    HttpReply all(Gd2Call call) {
        Kept kept = volumes.existing(call.volume());
        VolumeOptions values = values(kept);
        List<VolumeOption> options = new ArrayList<>();
        OptionNames.all().forEach((name, key) -> options.add(option(name, key, values)));
        return Gd2Call.ok(options);
    }

    private VolumeOptions values(Kept kept) {
        return backend.gcs().volume(kept.volume().name().value()).options();
    }

    private VolumeOption option(String name, String key, VolumeOptions values) {
        Optional<OptionValue> value = values.find(key);
        String byDefault = value.flatMap(OptionValue::defaultValue)
                .or(() -> OptionNames.described(name)
                        .flatMap(described -> backend.gcs().options().find(described))
                        .flatMap(OptionInfo::defaultValue))
                .orElse("");
        return new VolumeOption(
                name,
                value.flatMap(OptionValue::value).orElse(byDefault),
                value.filter(known -> known.origin() != OptionOrigin.DEFAULT).isPresent(),
                byDefault,
                OptionRules.level(OptionNames.described(name).orElse(key)));
    }

    HttpReply set(Gd2Call call) {
        VolOptionReq request = call.read(VolOptionReq.class);
        OptionRules.requireNotReserved(request.options());
        Kept kept = volumes.existing(call.volume());
        OptionLayout layout =
                OptionRules.layout(kept.volume().redundancy(), kept.volume().subvolumes());
        SortedMap<String, String> keys;
        try {
            keys = rules.keys(request.options(), request.allowAdvancedOptions(), layout);
        } catch (OptionRules.Refused refused) {
            throw invalid(
                    (refused.ofGroup() ? "" : "validation failed for volume option:")
                            + (refused.ofGroup() || refused.text().startsWith(":") ? "" : " ")
                            + refused.text(),
                    ErrorCode.INVALID_REQUEST);
        }
        return keys.isEmpty()
                ? volumes.info(kept)
                : change(kept, OptionChange.builder().set(keys));
    }

    private HttpReply change(Kept kept, OptionChange.Builder change) {
        if (kept.volume().redundancy().tolerated() > 0) {
            change.allowBrickRestart(); // one node after the other: nobody is cut off
        }
        try {
            return volumes.change(kept.volume().name().value(), handle -> handle.changeOptions(change.build()));
        } catch (InvalidRequestException | NotSupportedException refused) {
            throw invalid("validation failed for volume option: " + refused.getMessage(), refused.code());
        } catch (GcsException refused) {
            if (refused.code() == ErrorCode.WRONG_STATE
                    && volumes.existing(kept.volume().name().value())
                            .operation()
                            .isEmpty()) {
                throw invalid("validation failed for volume option: " + refused.getMessage(), refused.code());
            }
            throw refused;
        }
    }

    private Gd2Failure invalid(String error, ErrorCode reason) {
        return Gd2Failure.step(new Nodes(backend.nodes()).idOf(self), VALIDATE, error, reason);
    }

    /** Takes back what was set, also what the volume got when it was created. */
    HttpReply reset(Gd2Call call) {
        VolOptionResetReq request = call.read(VolOptionResetReq.class);
        Kept kept = volumes.existing(call.volume());
        if (request.all()) {
            return kept.volume().options().isEmpty()
                    ? volumes.info(kept)
                    : change(kept, OptionChange.builder().resetAll());
        }
        Map<String, String> shown = VolumeShapes.options(kept);
        SortedMap<String, String> own = new TreeMap<>();
        kept.volume().options().keySet().forEach(key -> own.put(OptionNames.name(key), key));
        TreeSet<String> keys = new TreeSet<>();
        for (String name : request.options()) {
            for (String member : rules.namesOf(name)) {
                if (!shown.containsKey(member)) {
                    throw Gd2Failure.badRequest(NOT_SET);
                }
                Optional.ofNullable(own.get(member)).ifPresent(keys::add);
            }
        }
        return keys.isEmpty()
                ? volumes.info(kept)
                : change(kept, OptionChange.builder().reset(keys.toArray(String[]::new)));
    }

    // ---- groups -----------------------------------------------------------------------------------------------------

    HttpReply groups(Gd2Call call) {
        List<OptionGroupInfo> groups = new ArrayList<>();
        for (OptionGroup group : backend.gcs().optionGroups().list()) {
            List<GroupOption> options = new ArrayList<>();
            group.options().forEach((key, value) -> options.add(new GroupOption(OptionNames.inGroup(key), value)));
            groups.add(new OptionGroupInfo(group.name().value(), options, group.description()));
        }
        return Gd2Call.ok(groups);
    }

    HttpReply createGroup(Gd2Call call) {
        OptionGroupReq request = call.read(OptionGroupReq.class);
        SortedMap<String, String> options = new TreeMap<>();
        try {
            for (GroupOption option : request.options()) {
                options.put(key(option, request.allowAdvancedOptions()), option.onValue());
            }
        } catch (OptionRules.Refused refused) {
            throw OptionRules.onCreate(refused);
        }
        try {
            backend.gcs()
                    .optionGroups()
                    .create(OptionGroupRequest.of(group -> {
                        group.name(request.name()).options(options);
                        if (!request.description().isEmpty()) {
                            group.description(request.description());
                        }
                    }))
                    .await();
        } catch (AlreadyExistsException there) {
            throw Gd2Failure.of(409, there.code(), "option group already exists", String.valueOf(there.getMessage()));
        }
        return Gd2Call.ok(request);
    }

    /** A group may be for volumes of any kind. */
    private static String key(GroupOption option, boolean advanced) throws OptionRules.Refused {
        OptionRules.Refused first = null;
        for (OptionLayout.Kind kind :
                List.of(OptionLayout.Kind.REPLICATE, OptionLayout.Kind.DISTRIBUTE, OptionLayout.Kind.DISPERSE)) {
            try {
                return OptionRules.key(option.name(), option.onValue(), advanced, OptionRules.any(kind));
            } catch (OptionRules.Refused refused) {
                first = first == null ? refused : first;
            }
        }
        throw first;
    }

    HttpReply deleteGroup(Gd2Call call) {
        try {
            backend.gcs().optionGroups().delete(call.variable("groupname")).await();
        } catch (NotPermittedException builtIn) {
            throw Gd2Failure.of(
                    400, builtIn.code(), "cannot delete builtin groups", String.valueOf(builtIn.getMessage()));
        } catch (NotFoundException | InvalidRequestException unknown) {
            throw Gd2Failure.of(
                    400, unknown.code(), "invalid group name specified", String.valueOf(unknown.getMessage()));
        }
        return HttpReply.empty(204);
    }
}
