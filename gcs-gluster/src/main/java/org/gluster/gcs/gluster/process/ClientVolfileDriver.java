/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.util.List;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.VolfileFetch;

/**
 * Tells clients that have another volfile than is served to fetch theirs again. It does not wait for them: a client may be
 * suspended, or gone without a word.
 */
public final class ClientVolfileDriver implements Driver<ServedVolfile, List<VolfileFetch>> {
    @Override
    public Observation<List<VolfileFetch>> observe(ServedVolfile want) {
        return Observation.of(new HostCall.VolfileFetches(want.key()));
    }

    @Override
    public Step next(ServedVolfile want, List<VolfileFetch> seen) {
        boolean news = seen.stream()
                .anyMatch(fetch -> !fetch.told() && !fetch.checksum().equals(want.checksum()));
        return news ? Step.act(new HostCall.NotifySubscribers(want.key())) : Step.done();
    }
}
