import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

export const ROOT = path.join(__dirname, '..', '..');

/** All files below a folder of the project, by their paths in the project, with `/`. */
export function filesBelow(folder: string): string[] {
	const top = path.join(ROOT, folder);
	if (!existsSync(top)) return [];
	return readdirSync(top, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
		.map((file) => file.split(path.sep).join('/'))
		.sort();
}

/** The TypeScript files that ship. */
export function shippedSources(): string[] {
	return ['nodes', 'credentials'].flatMap(filesBelow).filter((file) => /\.ts$/.test(file));
}

let program: ts.Program | undefined;
let files: readonly ts.SourceFile[] = [];

/**
 * The syntax trees of what ships, with names resolved across our own files only: no library, so that
 * it takes a second and not ten.
 */
export function parsedSources(): { files: readonly ts.SourceFile[]; checker: ts.TypeChecker } {
	if (program === undefined) {
		const roots = shippedSources().map((file) => path.join(ROOT, file));
		const options: ts.CompilerOptions = { noLib: true, target: ts.ScriptTarget.ES2022, types: [] };
		const host = ts.createCompilerHost(options, true);
		host.resolveModuleNameLiterals = (literals, containing) =>
			literals.map(({ text }) => ({ resolvedModule: ownModule(text, containing) }));
		program = ts.createProgram(roots, options, host);
		files = roots.flatMap((root) => program?.getSourceFile(root) ?? []);
	}
	return { files, checker: program.getTypeChecker() };
}

function ownModule(name: string, containing: string): ts.ResolvedModuleFull | undefined {
	if (!name.startsWith('.')) return undefined;
	const resolvedFileName = `${path.join(path.dirname(containing), name)}.ts`;
	if (!existsSync(resolvedFileName)) return undefined;
	return { resolvedFileName, extension: ts.Extension.Ts };
}

/** Where a node of a syntax tree is: `nodes/…/file.ts:12`. */
export function placeOf(node: ts.Node): string {
	const file = node.getSourceFile();
	const { line } = file.getLineAndCharacterOfPosition(node.getStart());
	const name = path.relative(ROOT, file.fileName).split(path.sep).join('/');
	return `${name}:${String(line + 1)}`;
}

/** All nodes of a syntax tree, from the top. */
export function* nodesIn(node: ts.Node): Generator<ts.Node> {
	yield node;
	const children: ts.Node[] = [];
	node.forEachChild((child) => {
		children.push(child);
	});
	for (const child of children) yield* nodesIn(child);
}

let nodes: ts.Node[] | undefined;

/** All nodes of all files that ship. */
export function allNodes(): readonly ts.Node[] {
	nodes ??= parsedSources().files.flatMap((file) => [...nodesIn(file)]);
	return nodes;
}
