/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * The signals of a program that runs on. The JVM's own handling ends it once, and hears no second signal while it does; its own
 * interface to signals is no part of Java's, so it is reached by name, and where it is missing the JVM's handling stays.
 */
final class Signals {
    private Signals() {}

    /** Runs the task at the first SIGTERM or SIGINT; the second ends the process at once. False where that cannot be had. */
    static boolean onEnd(Runnable first) {
        AtomicBoolean asked = new AtomicBoolean();
        IntConsumer end = number -> {
            if (asked.compareAndSet(false, true)) {
                first.run();
            } else {
                Runtime.getRuntime().halt(128 + number);
            }
        };
        return handle("TERM", end) && handle("INT", end);
    }

    /** Runs the task at each such signal, named without SIG. False where that cannot be had. */
    static boolean on(String name, Runnable task) {
        return handle(name, number -> task.run());
    }

    @SuppressWarnings("ReferenceEquality") // a proxy equals itself only
    private static boolean handle(String name, IntConsumer task) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            int number = (int) signalType.getMethod("getNumber").invoke(signal);
            InvocationHandler behaviour = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    task.accept(number);
                    yield null;
                }
                case "equals" -> proxy == (arguments == null ? null : arguments[0]);
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "what is done at a signal";
            };
            Object handler =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType}, behaviour);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
            return true;
        } catch (ReflectiveOperationException | RuntimeException notHere) {
            return false;
        }
    }
}
