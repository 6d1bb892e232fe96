package io.jbackup.cli.command;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;

/// Takes SIGINT, SIGTERM and SIGHUP while a long command runs, so that it can end in good order. A
/// second signal ends the process at once.
final class Signals {
  private static final int INTERRUPTED = 130;

  private Signals() {}

  /// Calls `cancel` on a thread of the JVM when the first signal comes. The JDK has no supported
  /// API for signals, and a shutdown hook could neither choose the exit code nor let other hooks
  /// finish; `sun.misc.Signal` is reached by name because the compiler rejects the import.
  static void onInterrupt(Runnable cancel) {
    boolean[] seen = {false};
    Runnable handler =
        () -> {
          synchronized (seen) {
            if (seen[0]) {
              Runtime.getRuntime().halt(INTERRUPTED);
            }
            seen[0] = true;
          }
          cancel.run();
        };
    on(handler, "INT", "TERM", "HUP");
  }

  /// Calls `handler` on a thread of the JVM at each of these signals.
  static void on(Runnable handler, String... names) {
    for (String name : names) {
      register(name, handler);
    }
  }

  private static void register(String name, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(handler);
      Object proxy =
          MethodHandleProxies.asInterfaceInstance(
              handlerType, MethodHandles.dropArguments(run, 0, signal));
      Object instance = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handlerType).invoke(null, instance, proxy);
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw new IllegalStateException("this JVM does not let signals be handled", e);
      }
      // A JVM that was started with -Xrs leaves the signal to the system.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let signals be handled", e);
    }
  }
}
