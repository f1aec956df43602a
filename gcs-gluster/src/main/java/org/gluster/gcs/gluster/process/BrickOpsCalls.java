/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.util.Optional;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.gluster.rpc.BrickOps;
import org.gluster.gcs.gluster.rpc.RpcException;

/** The real ones. */
final class BrickOpsCalls implements ServiceCalls {
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
        try {
            BrickOps.Answer answer = BrickOps.answer(reply);
            return answer.isOk()
                    ? Optional.empty()
                    : Optional.of("errno " + answer.errno() + (answer.error().isEmpty() ? "" : ", " + answer.error()));
        } catch (RpcException noAnswer) {
            return Optional.of(String.valueOf(noAnswer.getMessage()));
        }
    }
}
