/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.live;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of real devices or real GlusterFS. It runs as root where the programs it needs are there, and is skipped elsewhere
 * and with {@code -Dgcs.live=off}. Each one is reported in the file that {@code -Dgcs.live.report} names: {@code ran NAME}
 * whether it passed or not, or {@code skipped NAME: reason}.
 */
@Documented
@Inherited
@Tag("live")
@ExtendWith(LiveTestExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface LiveTest {
    /** What it needs, besides root. */
    Need[] value() default Need.STORAGE;

    /** What a machine may have. A closed choice. */
    enum Need {
        /** Loop devices, XFS and extended attributes. */
        STORAGE,
        /** GlusterFS' brick program and its FUSE client. */
        GLUSTER
    }
}
