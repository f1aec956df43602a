/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.testkit.access.Namespaced.Result;
import org.junit.jupiter.api.Test;

/** TLS between clients and bricks of real GlusterFS, see {@link TlsScenario}. */
@Live
class TlsLiveTest {

    @Test
    void filesThatCannotBeUsed_areNamedBeforeThereIsAVolume() throws Exception {
        passes("files");
    }

    @Test
    void onlyTlsWithACertificateOfTheAuthorityIsServed_andHealed() throws Exception {
        passes("clients");
    }

    @Test
    void subjects_areThoseOfTheCertificates() throws Exception {
        passes("subjects");
    }

    private static void passes(String scenario) throws Exception {
        Result result = Namespaced.run(TlsScenario.class, scenario);
        assertThat(result.status()).as(result.output()).isZero();
        System.out.print(result.output());
    }
}
