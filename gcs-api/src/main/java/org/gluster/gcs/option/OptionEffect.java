/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import org.gluster.gcs.Incubating;

/** What it takes until a changed option holds on a started volume; on any other volume it takes nothing. */
@Incubating(since = "0.1.0")
public enum OptionEffect {
    /** Nothing: no daemon and no client knows the option. */
    NONE,

    /** Daemons and clients fetch their volfiles again and go on with the new ones; none is restarted. */
    RELOAD,

    /** Clients take it when they mount again, self-heal daemons when they start again; nothing is interrupted. */
    REMOUNT,

    /** Brick processes are restarted, which a request must allow; see {@code OptionChange.Builder#allowBrickRestart()}. */
    BRICK_RESTART
}
