import ts from 'typescript';

/** What users of a declaration file can see. */
export interface Surface {
  /** The exported names, in alphabetical order. */
  readonly names: readonly string[];
  /** Their declarations, and those that they mention, without comments. */
  readonly declarations: string;
}

/** Describes a declaration file so that two of them can be compared line by line. */
export function describeSurface(file: string): Surface {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`Failed to describe ${file}: it is no module. Build it first.`);

  const exported = checker
    .getExportsOfModule(module)
    // A class that is the module itself, as in CommonJS, brings its prototype along.
    .filter((symbol) => !(symbol.flags & ts.SymbolFlags.Prototype))
    .map((symbol) => ({ name: symbol.name, target: resolve(checker, symbol) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const printed = new Set<ts.Symbol>();
  const lines: string[] = [];
  for (const { name, target } of exported) {
    if (name !== target.name) lines.push(`export { ${target.name} as ${name} };`);
    else lines.push(...print(target));
    printed.add(target);
  }

  // What is mentioned without being exported is part of the surface too.
  const imports = new Set<string>();
  const mentioned = [...printed];
  for (const symbol of mentioned) {
    for (const other of findMentioned(checker, symbol, imports)) {
      if (printed.has(other)) continue;
      printed.add(other);
      mentioned.push(other);
      lines.push('// Not exported.', ...print(other));
    }
  }
  return {
    names: exported.map(({ name }) => name),
    declarations: [...[...imports].sort(), ...lines].join('\n'),
  };
}

const printer = ts.createPrinter({ removeComments: true });

function print(symbol: ts.Symbol): string[] {
  return (symbol.declarations ?? []).map((declaration) =>
    printer
      .printNode(
        ts.EmitHint.Unspecified,
        ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration,
        declaration.getSourceFile(),
      )
      .replaceAll('    ', '  '),
  );
}

/** What a declaration mentions; of other packages' types only where they come from. */
function findMentioned(
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
  imports: Set<string>,
): ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const visit = (node: ts.Node): void => {
    const mentioned = ts.isIdentifier(node) && checker.getSymbolAtLocation(node);
    if (mentioned) {
      const origin = findPackage(mentioned);
      const target = resolve(checker, mentioned);
      if (origin) imports.add(`import { ${mentioned.name} } from '${origin}';`);
      else if (isOurs(target)) found.push(target);
    }
    ts.forEachChild(node, visit);
  };
  symbol.declarations?.forEach(visit);
  return found;
}

/** The package that a name is imported from, unless it is this one. */
function findPackage(symbol: ts.Symbol): string | undefined {
  for (let node: ts.Node | undefined = symbol.declarations?.[0]; node; node = node.parent) {
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) continue;
    const { text } = node.moduleSpecifier;
    return text.startsWith('.') ? undefined : text;
  }
  return undefined;
}

/** Whether it is declared on its own in one of our files, and not a part of something else. */
function isOurs({ declarations: [declaration] = [] }: ts.Symbol): boolean {
  return (
    declaration !== undefined &&
    ts.isSourceFile(declaration.parent) &&
    !declaration.getSourceFile().fileName.includes('/node_modules/')
  );
}

const resolve = (checker: ts.TypeChecker, symbol: ts.Symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
