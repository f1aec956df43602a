/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.net.http.HttpClient;

/** Breaks a rule on purpose. */
public final class ApiUsingHttp {
    private ApiUsingHttp() {}

    static HttpClient client() {
        return HttpClient.newHttpClient();
    }
}
