/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.io.IOException;
import org.gluster.gcs.block.host.LocalHost;
import org.gluster.gcs.testkit.Live;

/** A host that has no calls of the kernel, as on a machine where JNA cannot load its library. */
@Live
class ProgramsOnlyAgreementTest extends LocalHostAgreementTest {

    ProgramsOnlyAgreementTest() throws IOException {}

    @Override
    protected LocalHost build(LocalHost.Builder builder) {
        return builder.programsOnly().build();
    }
}
