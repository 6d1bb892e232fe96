package io.jbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// Keeps files and methods small enough to be read in one go.
final class SourceSizeTest {
  private static final int FILE = 400;
  private static final int METHOD = 50;

  @Test
  void noSourceFileHasMoreThan400Lines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      int lines = Files.readAllLines(file).size();
      if (lines > FILE) {
        tooLong.add(file + ": " + lines);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noMethodHasMoreThan50Lines() throws IOException {
    assertThat(methodsLongerThan(METHOD)).isEmpty();
  }

  @Test
  void theMeasureSeesMethods() throws IOException {
    assertThat(methodsLongerThan(20)).isNotEmpty();
  }

  private static List<String> methodsLongerThan(int limit) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<String> tooLong = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodLengths(unit, positions, limit, tooLong).scan(unit, unit.getLineMap());
      }
      return tooLong;
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
      for (Path module : modules.sorted().toList()) {
        Path source = module.resolve("src");
        if (Files.isDirectory(source)) {
          try (Stream<Path> files = Files.walk(source)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(50);
    return sources;
  }

  private static final class MethodLengths extends TreeScanner<Void, LineMap> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final int limit;
    private final List<String> tooLong;

    MethodLengths(
        CompilationUnitTree unit, SourcePositions positions, int limit, List<String> tooLong) {
      this.unit = unit;
      this.positions = positions;
      this.limit = limit;
      this.tooLong = tooLong;
    }

    @Override
    public Void visitMethod(MethodTree method, LineMap lines) {
      // A table of cases in an annotation is not part of the method's length.
      if (method.getBody() != null) {
        long length =
            lines.getLineNumber(positions.getEndPosition(unit, method))
                - lines.getLineNumber(positions.getStartPosition(unit, method.getBody()))
                + 1;
        if (length > limit) {
          tooLong.add(unit.getSourceFile().getName() + " " + method.getName() + ": " + length);
        }
      }
      return super.visitMethod(method, lines);
    }
  }
}
