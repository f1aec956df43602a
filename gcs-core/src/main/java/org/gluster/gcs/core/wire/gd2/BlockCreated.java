/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A block volume that was created. The user's name and password are not part of the text of this. */
public record BlockCreated(
        @JsonProperty("hostingvolume") String hostingVolume,
        String name,
        @OmitEmpty @Uint64 long size,
        @JsonProperty("hacount") @OmitEmpty int haCount,
        List<String> hosts,
        String iqn,
        @OmitEmpty String username,
        @OmitEmpty String password) {
    /** Takes null for what is absent. */
    public BlockCreated {
        hostingVolume = Go.text(hostingVolume);
        name = Go.text(name);
        hosts = Nil.list(hosts);
        iqn = Go.text(iqn);
        username = Go.text(username);
        password = Go.text(password);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "BlockCreated[hostingVolume=" + hostingVolume + ", name=" + name + ", size=" + size + ", haCount="
                + haCount + ", hosts=" + hosts + ", iqn=" + iqn + "]";
    }
}
