/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.nio.file.Path;
import java.util.Optional;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.gluster.process.ServiceCalls;
import org.gluster.gcs.gluster.rpc.BrickOps;

/** The self-heal daemon's requests, in GlusterFS' own encoding. */
final class SelfHealCalls implements ServiceCalls {
    @Override
    public Bytes attach(String volfileKey, String volfile, Path pidFile) {
        return BrickOps.serviceAttach(volfileKey, volfile, pidFile);
    }

    @Override
    public Bytes detach(String volfileKey, Path pidFile) {
        return BrickOps.serviceDetach(volfileKey, pidFile);
    }

    @Override
    public Optional<String> refusal(Bytes reply) {
        BrickOps.Answer answer = BrickOps.answer(reply);
        return answer.result() == 0
                ? Optional.empty()
                : Optional.of("error " + answer.errno() + (answer.error().isEmpty() ? "" : ": " + answer.error()));
    }
}
