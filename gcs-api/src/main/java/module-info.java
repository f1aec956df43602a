/* SPDX-License-Identifier: Apache-2.0 */
import org.jspecify.annotations.NullMarked;

/** What a platform codes against. Depends on nothing but the JDK. */
@NullMarked
module org.gluster.gcs {
    requires static transitive org.jspecify;

    exports org.gluster.gcs;
    exports org.gluster.gcs.audit;
    exports org.gluster.gcs.cluster;
    exports org.gluster.gcs.event;
    exports org.gluster.gcs.layout;
    exports org.gluster.gcs.operation;
    exports org.gluster.gcs.option;
    exports org.gluster.gcs.volume;
}
