/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that changes the real machine: loop devices, XFS, mounts, GlusterFS processes. System property
 * {@code gcs.live} decides: {@code auto} (the default) runs it where the machine can, {@code on} makes a missing ability
 * a failure, {@code off} skips it. What ran and what was skipped and why is appended to the file that
 * {@code gcs.live.report} names. Such tests keep to a fresh directory below {@code java.io.tmpdir} and leave nothing.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(LiveCondition.class)
public @interface Live {}
