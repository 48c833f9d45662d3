import type { Program } from '@typespec/compiler';
import { CatalogueError } from './catalogue';
import type { Libraries } from './read';

/** Compiles `<folder>/main.tsp`; with `openapiDir` the official emitter writes its documents there. */
export async function compileCatalogue(
  { compiler }: Libraries,
  folder: string,
  openapiDir?: string,
): Promise<Program> {
  const program = await compiler.compile(compiler.NodeHost, `${folder}/main.tsp`, {
    noEmit: openapiDir === undefined,
    ...(openapiDir === undefined
      ? {}
      : {
          outputDir: openapiDir,
          emit: ['@typespec/openapi3'],
          options: {
            '@typespec/openapi3': {
              'emitter-output-dir': openapiDir,
              'file-type': 'json',
              'openapi-versions': ['3.1.0'],
              'output-file': '{service-name}.json',
              'omit-unreachable-types': true,
            },
          },
        }),
  });
  const problems = program.diagnostics.map(diagnostic => compiler.formatDiagnostic(diagnostic));
  if (problems.length > 0) throw new CatalogueError(problems);
  return program;
}
