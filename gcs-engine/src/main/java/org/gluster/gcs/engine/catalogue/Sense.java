/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.gluster.gcs.block.device.DeviceHealth;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.operation.BulkMode;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.AccessMode;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.ClientPattern;
import org.gluster.gcs.volume.DataPathTls;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeState;
import org.jspecify.annotations.Nullable;

/** Whether this release knows all words that a record says, so that whoever works with it may rely on them. */
final class Sense {
    private Sense() {}

    /** Says which field cannot be made sense of. */
    static final class Nonsense extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Nonsense(String message) {
            super(message);
        }
    }

    static void ofAny(Stored stored) {
        complete("", (Record) stored);
    }

    /** A component that must be there. */
    private record Part(String name, Method accessor) {
        @Nullable
        Object of(Record value) {
            try {
                return accessor.invoke(value);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("a record of our own does not show its parts", impossible);
            }
        }
    }

    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
            List<Part> parts = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
                if (!optional
                        && !component.getType().isPrimitive()
                        && !component.getName().equals("unknown")) {
                    parts.add(new Part(component.getName(), component.getAccessor()));
                }
            }
            return List.copyOf(parts);
        }
    };

    private static void complete(String where, Record value) {
        for (Part part : PARTS.get(value.getClass())) {
            Object there = part.of(value);
            if (there == null) {
                throw new Nonsense("it lacks " + where + part.name());
            } else if (there instanceof Record nested) {
                complete(where + part.name() + ".", nested);
            } else if (there instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Record nested) {
                        complete(where + part.name() + ".", nested);
                    }
                }
            }
        }
    }

    private static void check(String field, String value, Consumer<String> reader) {
        try {
            reader.accept(value);
        } catch (RuntimeException unknown) {
            throw new Nonsense(field + " is \"" + value + "\", which this release does not know");
        }
    }

    static void of(VolumeRecord volume) {
        check("id", volume.id(), UUID::fromString);
        check("name", volume.name(), VolumeName::of);
        check("state", volume.state(), VolumeState::valueOf);
        check("accessMode", volume.accessMode(), AccessMode::valueOf);
        check("redundancy", volume.redundancy(), Redundancy::parse);
        check("createdAt", volume.createdAt(), Instant::parse);
        volume.clients().forEach(client -> check("a client", client, ClientPattern::parse));
        for (BrickRecord brick : volume.bricks()) {
            check("a brick's id", brick.id(), UUID::fromString);
            check("a brick's role", brick.role(), BrickRole::valueOf);
            check("a brick's path", brick.path(), Sense::brickPath);
            if (!brick.isDirectory()) {
                check("a brick's device", brick.device(), UUID::fromString);
            }
        }
        try {
            DataPathTls.ofOptions(volume.effectiveOptions());
        } catch (RuntimeException unusable) {
            throw new Nonsense("its TLS options are not usable: " + unusable.getMessage());
        }
    }

    private static void brickPath(String path) {
        if (!Path.of(path).isAbsolute() || Path.of(path).getParent() == null) {
            throw new IllegalArgumentException(path);
        }
    }

    static void of(EventRecord event) {
        check("at", event.at(), Instant::parse);
        event.happened().stream()
                .map(EventRecord.Happening::node)
                .filter(node -> !node.isEmpty())
                .forEach(node -> check("a node", node, NodeName::of));
    }

    static void of(PeerRecord peer) {
        check("id", peer.id(), UUID::fromString);
    }

    static void of(DeviceRecord device) {
        check("id", device.id(), UUID::fromString);
        check("policy", device.policy(), policy -> device.terms());
    }

    static void of(OperationRecord operation) {
        check("id", operation.id(), UUID::fromString);
        check("kind", operation.kind(), OperationKind::valueOf);
        check("state", operation.state(), OperationState::valueOf);
        check("createdAt", operation.createdAt(), Instant::parse);
        if (operation.bulk()) {
            check("mode", operation.mode(), BulkMode::valueOf);
        }
        for (OperationRecord.Member member : operation.members()) {
            if (!member.state().isEmpty()) {
                check("a member's state", member.state(), OperationState::valueOf);
            }
        }
        if (operation.terminal()) {
            check("completedAt", operation.completedAt(), Instant::parse);
        }
    }

    static void of(StatusRecord status) {
        status.bricks().forEach(brick -> check("a brick's state", brick.state(), BrickState::valueOf));
        StatusRecord.Health health = status.device();
        if (health != null) {
            check("the device's condition", health.condition(), DeviceHealth.Condition::valueOf);
        }
    }
}
