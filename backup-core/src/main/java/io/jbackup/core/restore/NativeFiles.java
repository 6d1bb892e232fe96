package io.jbackup.core.restore;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// The few calls of the C library that Java's file API lacks: names that are just bytes, and
/// `syncfs`. For Linux.
@SuppressWarnings("restricted")
final class NativeFiles {
  private static final int O_RDONLY_DIRECTORY_CLOEXEC = 0x90000;
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private final Linker linker = Linker.nativeLinker();

  /// Whether the kernel's syncfs reports write errors: Linux 5.8 and newer (syncfs(2)).
  static boolean syncfsIsReliable(String osName, String osVersion) {
    String[] parts = osVersion.split("[^0-9]+", 3);
    if (!osName.equals("Linux") || parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      return false;
    }
    int major = Integer.parseInt(parts[0]);
    return major > 5 || (major == 5 && Integer.parseInt(parts[1]) >= 8);
  }

  /// Forces everything that the directory's file system holds to disk.
  void syncFileSystem(Path directory) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      FunctionDescriptor openForm =
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
      MemorySegment name = text(arena, NativePath.bytes(directory));
      int fd =
          call("open", openForm, arena, directory.toString(), name, O_RDONLY_DIRECTORY_CLOEXEC);
      FunctionDescriptor onDescriptor =
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
      try {
        call("syncfs", onDescriptor, arena, directory.toString(), fd);
      } finally {
        call("close", onDescriptor, arena, directory.toString(), fd);
      }
    }
  }

  void makeDirectory(byte[] path, int mode, String display) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      FunctionDescriptor form =
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
      call("mkdir", form, arena, display, text(arena, path), mode);
    }
  }

  void rename(byte[] from, byte[] to, String display) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      FunctionDescriptor form =
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
      call("rename", form, arena, display, text(arena, from), text(arena, to));
    }
  }

  private static MemorySegment text(Arena arena, byte[] bytes) {
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  /// Calls a function that returns -1 and sets errno when it fails.
  private int call(
      String function, FunctionDescriptor form, Arena arena, String path, Object... arguments)
      throws IOException {
    MemorySegment state = arena.allocate(STATE);
    int result;
    try {
      MethodHandle handle =
          linker.downcallHandle(
              linker.defaultLookup().find(function).orElseThrow(),
              form,
              Linker.Option.captureCallState("errno"));
      Object[] all = new Object[arguments.length + 1];
      all[0] = state;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      result = (int) handle.invokeWithArguments(all);
    } catch (Throwable e) {
      throw new IOException(function + " cannot be called: " + e.getMessage(), e);
    }
    if (result < 0) {
      int errno = state.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
      throw new FileSystemException(path, null, function + ": " + message(errno));
    }
    return result;
  }

  private String message(int errno) throws IOException {
    try {
      MethodHandle strerror =
          linker.downcallHandle(
              linker.defaultLookup().find("strerror").orElseThrow(),
              FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
      MemorySegment text = (MemorySegment) strerror.invokeWithArguments(errno);
      return text.reinterpret(1024).getString(0);
    } catch (Throwable e) {
      throw new IOException("error " + errno, e);
    }
  }
}
