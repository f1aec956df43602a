/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.store;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Transaction;
import org.gluster.gcs.testkit.store.DurableStoreKit.Opener;

/** The child of {@link DurableStoreKit}: commits numbered transactions, several at a time, and prints each that is sure. */
final class CommittingChild {
    private static final int IN_FLIGHT = 8;

    private CommittingChild() {}

    public static void main(String[] args) throws Exception {
        Opener opener =
                Class.forName(args[0]).asSubclass(Opener.class).getConstructor().newInstance();
        Store store = opener.open(Path.of(args[1]));
        long number = Calls.await(store.range("", "", 1)).revision();
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        while (true) {
            inFlight.acquire();
            String next = Long.toString(++number);
            store.commit(Transaction.builder()
                            .put("part/a", next)
                            .put("part/b", next)
                            .put("part/c", next)
                            .put("number/%012d".formatted(number), next)
                            .build())
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            failure.printStackTrace();
                            Runtime.getRuntime().halt(1);
                        }
                        System.out.println(next);
                        System.out.flush();
                        inFlight.release();
                    });
        }
    }
}
