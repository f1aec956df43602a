/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A block volume. The password is not part of the text of this. */
public record BlockDetails(
        @JsonProperty("hostingvolume") String hostingVolume,
        String name,
        @OmitEmpty @Uint64 long size,
        @JsonProperty("hacount") @OmitEmpty int haCount,
        List<String> hosts,
        String gbid,
        @OmitEmpty String password) {
    /** Takes null for what is absent. */
    public BlockDetails {
        hostingVolume = Go.text(hostingVolume);
        name = Go.text(name);
        hosts = Nil.list(hosts);
        gbid = Go.text(gbid);
        password = Go.text(password);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "BlockDetails[hostingVolume=" + hostingVolume + ", name=" + name + ", size=" + size + ", haCount="
                + haCount + ", hosts=" + hosts + ", gbid=" + gbid + "]";
    }
}
