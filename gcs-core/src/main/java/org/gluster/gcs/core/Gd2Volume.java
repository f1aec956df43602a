/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.VolumeNotFoundException;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.core.wire.gd2.BrickHealInfo;
import org.gluster.gcs.core.wire.gd2.BrickInfo;
import org.gluster.gcs.core.wire.gd2.SubvolInfo;
import org.gluster.gcs.core.wire.gd2.VolEditReq;
import org.gluster.gcs.core.wire.gd2.VolOptionReq;
import org.gluster.gcs.core.wire.gd2.VolOptionResetReq;
import org.gluster.gcs.core.wire.gd2.VolumeInfo;
import org.gluster.gcs.core.wire.gd2.VolumeStartReq;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.AccessReport;
import org.gluster.gcs.volume.BrickHeal;
import org.gluster.gcs.volume.DeleteRequest;
import org.gluster.gcs.volume.HealReport;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeEdit;
import org.gluster.gcs.volume.VolumeHandle;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeOptions;
import org.gluster.gcs.volume.VolumeState;

/** One volume of a plain GlusterD2. Thread-safe. */
final class Gd2Volume implements VolumeHandle {
    private final Gd2Gcs gcs;
    private final Gd2Client client;
    private final VolumeName volume;
    private final String name;

    Gd2Volume(Gd2Gcs gcs, Gd2Client client, VolumeName volume) {
        this.gcs = gcs;
        this.client = client;
        this.volume = volume;
        name = volume.value();
    }

    @Override
    public VolumeName name() {
        return volume;
    }

    @Override
    public Optional<Volume> find() {
        return gcs.volumes().find(name);
    }

    @Override
    public Volume get() {
        return gcs.volumes().get(name);
    }

    private VolumeInfo info() {
        return gcs.findInfo(name).orElseThrow(() -> Gd2Gcs.noVolume(name));
    }

    private VolumeState state() {
        return Gd2Views.state(info().state());
    }

    private Look<Volume> when(boolean so, VolumeInfo info, String otherwise) {
        return so ? Look.succeeded(gcs.view(info)) : Look.running("the volume \"" + name + "\" " + otherwise);
    }

    @Override
    public Operation<Volume> start() {
        return gcs.change(OperationKind.START_VOLUME, name, new Wish<Volume>() {
            @Override
            public void ask() {
                try {
                    client.volumeStart(name, new VolumeStartReq(false));
                } catch (GcsException failure) {
                    if (!Gd2Gcs.said(failure, Gd2Gcs.ALREADY_STARTED)) {
                        throw failure;
                    }
                }
            }

            @Override
            public Look<Volume> look() {
                VolumeInfo info = info();
                VolumeState state = Gd2Views.state(info.state());
                return when(state == VolumeState.STARTED, info, "is " + Errors.word(state));
            }
        });
    }

    @Override
    public Operation<Volume> stop() {
        return gcs.change(OperationKind.STOP_VOLUME, name, new Wish<Volume>() {
            @Override
            public void ask() {
                askToStop();
            }

            @Override
            public Look<Volume> look() {
                VolumeInfo info = info();
                VolumeState state = Gd2Views.state(info.state());
                return when(state != VolumeState.STARTED, info, "is " + Errors.word(state));
            }
        });
    }

    private void askToStop() {
        try {
            client.volumeStop(name);
        } catch (GcsException failure) {
            if (!Gd2Gcs.said(failure, Gd2Gcs.ALREADY_STOPPED) && !Gd2Gcs.said(failure, Gd2Gcs.NOT_STARTED)) {
                throw failure;
            }
        }
    }

    /** GlusterD2 sometimes says that it has deleted what it has not, so it is looked for, and asked for again. */
    @Override
    public Operation<VolumeName> delete(DeleteRequest request) {
        Optional<VolumeInfo> there = gcs.findInfo(name);
        if (there.isEmpty() && !request.ifExists()) {
            throw Gd2Gcs.noVolume(name);
        }
        String id = there.map(VolumeInfo::id).orElse("");
        boolean started = there.filter(info -> Gd2Views.state(info.state()) == VolumeState.STARTED)
                .isPresent();
        if (started && !request.stopFirst()) {
            throw Errors.about(
                    ErrorCode.WRONG_STATE,
                    name,
                    "the volume \"" + name + "\" is started: stop it first, or ask for that in the same request"
                            + " (stopFirst(), --stop-first)");
        }
        return gcs.change(OperationKind.DELETE_VOLUME, name, new Wish<VolumeName>() {
            @Override
            public void ask() {
                if (isGone()) {
                    return;
                }
                if (request.stopFirst() && state() == VolumeState.STARTED) {
                    askToStop();
                }
                try {
                    client.volumeDelete(name);
                } catch (VolumeNotFoundException goneNow) {
                    return;
                }
            }

            @Override
            public Look<VolumeName> look() {
                return isGone() ? Look.succeeded(volume) : Look.running("the volume \"" + name + "\" is there");
            }

            // Another volume of that name is none of ours.
            private boolean isGone() {
                return gcs.findInfo(name).filter(info -> info.id().equals(id)).isEmpty();
            }
        });
    }

    @Override
    public AccessReport access() {
        throw Gd2Gcs.lacking(Capability.ACCESS_LISTS, "access lists: everybody can mount its volumes");
    }

    @Override
    public Operation<Volume> expandTo(Capacity capacity) {
        throw Gd2Gcs.lacking(
                Capability.EXPANSION, "way to say how much a volume is to hold: it can only be told to add some");
    }

    @Override
    public Operation<Volume> changeAccess(AccessChange change) {
        throw Gd2Gcs.lacking(Capability.ACCESS_LISTS, "access lists: everybody can mount its volumes");
    }

    @Override
    public VolumeOptions options() {
        info();
        return VolumeOptions.of(
                client.volumeOptionsGet(name).stream().map(Gd2Views::option).toList());
    }

    /** Setting and resetting are two requests to GlusterD2, so only one of them can be all or nothing. */
    @Override
    public Operation<Volume> changeOptions(OptionChange change) {
        SortedMap<String, String> set = new TreeMap<>();
        change.profiles().forEach(profile -> set.put(profile, "on"));
        set.putAll(change.set());
        List<String> reset = new ArrayList<>(change.reset());
        reset.addAll(change.withoutProfiles());
        if (!set.isEmpty() && (!reset.isEmpty() || change.resetAll())) {
            throw Gd2Gcs.lacking("way to set and reset options in one: make two changes");
        }
        VolumeInfo before = info();
        List<String> stored = reset.stream().map(key -> stored(before, key)).toList();
        return gcs.change(OperationKind.CHANGE_OPTIONS, name, new Wish<Volume>() {
            private boolean answered;

            @Override
            public void ask() {
                if (!set.isEmpty()) {
                    client.volumeOptions(name, new VolOptionReq(set, true, true, true));
                } else if (change.resetAll()) {
                    client.volumeReset(name, new VolOptionResetReq(List.of(), false, true));
                } else {
                    List<String> there = stored.stream()
                            .filter(key -> change.withoutProfiles().contains(key)
                                    || info().options().containsKey(key))
                            .toList();
                    if (!there.isEmpty()) {
                        client.volumeReset(name, new VolOptionResetReq(there, false, false));
                    }
                }
                answered = true;
            }

            @Override
            public Look<Volume> look() {
                VolumeInfo info = info();
                return when(answered || isSo(info), info, "has other options");
            }

            // What can be read; what becomes of a group, and of options that a default group says, cannot.
            private boolean isSo(VolumeInfo info) {
                boolean readable = change.profiles().isEmpty()
                        && !change.resetAll()
                        && change.withoutProfiles().isEmpty();
                return readable
                        && change.set().entrySet().stream()
                                .allMatch(option ->
                                        option.getValue().equals(info.options().get(stored(info, option.getKey()))))
                        && stored.stream().noneMatch(info.options()::containsKey);
            }
        });
    }

    /** The key as it stands on the volume: GlusterD2 puts the translator's category in front of what it is given. */
    private static String stored(VolumeInfo info, String key) {
        return info.options().keySet().stream()
                .filter(there -> there.equals(key) || there.endsWith("/" + key))
                .findFirst()
                .orElse(key);
    }

    @Override
    public Operation<Volume> edit(VolumeEdit edit) {
        info();
        SortedMap<String, String> given = new TreeMap<>(edit.metadata());
        edit.labels().forEach((key, value) -> given.put(Gd2Metadata.label(key), value));
        SortedMap<String, String> removed = new TreeMap<>();
        edit.removedMetadata().forEach(key -> removed.put(key, ""));
        edit.removedLabels().forEach(key -> removed.put(Gd2Metadata.label(key), ""));
        return gcs.change(OperationKind.EDIT_VOLUME, name, new Wish<Volume>() {
            @Override
            public void ask() {
                if (!removed.isEmpty()) {
                    client.editVolume(name, new VolEditReq(removed, true));
                }
                if (!given.isEmpty()) {
                    client.editVolume(name, new VolEditReq(given, false));
                }
            }

            @Override
            public Look<Volume> look() {
                VolumeInfo info = info();
                Map<String, String> now = info.metadata();
                boolean so = given.entrySet().stream()
                                .allMatch(entry -> entry.getValue().equals(now.get(entry.getKey())))
                        && removed.keySet().stream().noneMatch(now::containsKey);
                return when(so, info, "has other labels or metadata");
            }
        });
    }

    @Override
    public HealReport heal() {
        VolumeInfo info = info();
        if (Gd2Views.state(info.state()) != VolumeState.STARTED) {
            throw Errors.about(
                    ErrorCode.WRONG_STATE,
                    name,
                    "the volume \"" + name + "\" is not started, so no brick can tell what is waiting to be healed");
        }
        List<BrickHealInfo> told = client.selfHealInfo2(name);
        List<BrickHeal> bricks = new ArrayList<>();
        for (SubvolInfo subvolume : info.subvols()) {
            for (BrickInfo brick : subvolume.bricks()) {
                bricks.add(heal(brick, told));
            }
        }
        return HealReport.of(volume, bricks);
    }

    private BrickHeal heal(BrickInfo brick, List<BrickHealInfo> told) {
        NodeName node = gcs.nodeName(brick.peerId());
        UUID id = Gd2Views.uuid(brick.id(), "brick " + brick.peerId() + ":" + brick.path());
        for (BrickHealInfo one : told) {
            boolean same = one.name().endsWith(":" + brick.path())
                    && (one.hostId().equals(brick.peerId()) || one.name().startsWith(brick.host() + ":"));
            Long entries = one.entries() == null ? one.totalEntries() : one.entries();
            if (same && one.status().equals("Connected") && entries != null && entries >= 0) {
                return new BrickHeal(id, node, brick.path(), true, entries);
            }
        }
        return new BrickHeal(id, node, brick.path(), false, 0);
    }
}
