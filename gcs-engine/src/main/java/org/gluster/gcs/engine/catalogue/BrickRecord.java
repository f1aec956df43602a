/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One brick of a volume, with the final names of everything it is made of, chosen before anything is made.
 *
 * @param id its uuid
 * @param index position in the volume, from 0; for ever, since the replication attributes are named after it
 * @param subvolume which subvolume it belongs to, from 0
 * @param node name of its node
 * @param address address of its node
 * @param device id of its device
 * @param devicePath the device's directory
 * @param size bytes of its image file
 * @param path the brick directory, which clients name
 * @param thin whether its image takes space as it is written and not all at once, by the policy of its device at the time
 */
public record BrickRecord(
        String id,
        int index,
        int subvolume,
        String node,
        String address,
        String device,
        String devicePath,
        long size,
        String path,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean thin) {}
