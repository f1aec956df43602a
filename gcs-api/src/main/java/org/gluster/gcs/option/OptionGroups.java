/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.operation.Operation;

/**
 * Named groups of options: those that come with this control plane, and those of the cluster's users. Not for
 * implementation by users, test doubles excepted: methods will be added.
 */
@Incubating(since = "0.1.0")
public interface OptionGroups {

    /** Returns all groups by name; unmodifiable. */
    List<OptionGroup> list();

    /** Returns the group of that name, if there is one. */
    Optional<OptionGroup> find(String name);

    /**
     * Returns the group of that name.
     *
     * @throws org.gluster.gcs.NotFoundException when there is none
     */
    OptionGroup get(String name);

    /** Makes a group; see {@link #create(OptionGroupRequest)}. The consumer is called before this returns. */
    default Operation<OptionGroup> create(Consumer<OptionGroupRequest.Builder> request) {
        return create(OptionGroupRequest.of(request));
    }

    /**
     * Makes a group. Each option is checked as if it were set on a volume. The operation is done when this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every option that is not known, not served or cannot be so
     * @throws org.gluster.gcs.AlreadyExistsException when the name is taken
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     */
    Operation<OptionGroup> create(OptionGroupRequest request);

    /**
     * Deletes a group; volumes that it was applied to keep their options. The result is its name. The operation is done
     * when this returns.
     *
     * @throws org.gluster.gcs.NotFoundException when there is none
     * @throws org.gluster.gcs.NotPermittedException when it is built in
     */
    Operation<OptionGroupName> delete(String name);
}
