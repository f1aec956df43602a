/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.util.Optional;
import org.gluster.gcs.block.host.Bytes;

/** The requests that a self-heal daemon takes on its socket, as record-marked bytes. All may be repeated. */
interface ServiceCalls {

    /** Adds a volume, or gives it another graph. */
    Bytes attach(String volfileKey, String volfile, Path pidFile);

    /** Takes a volume away; one that is not there is fine. */
    Bytes detach(String volfileKey, Path pidFile);

    /** Why the daemon refused, empty when it did not. */
    Optional<String> refusal(Bytes reply);
}
