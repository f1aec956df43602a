/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.util.Locale;

/** Says what records hold as a person would. */
public final class Words {
    private Words() {}

    /** A state or kind: {@code CREATE_VOLUME} is "create volume". */
    public static String of(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Which operation, what it does, and to what: {@code operation 6a8d... (create volume "orders")}. */
    public static String of(OperationRecord operation) {
        return "operation " + operation.id() + " (" + of(operation.kind()) + " \"" + operation.name() + "\")";
    }
}
