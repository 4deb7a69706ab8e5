import ts from 'typescript';

/** The outside world, by the names under which a program reaches it. */
const OUTSIDE = [
	...['console', 'process', 'globalThis', 'require', 'module', 'eval', '__dirname', '__filename'],
	...['fetch', 'XMLHttpRequest', 'WebSocket', 'performance'],
	...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
	...['randomBytes', 'randomInt', 'randomUUID', 'randomFillSync', 'getRandomValues'],
];

/** Clocks and dice: `Date.now`, whatever stands before the dot where that does not matter. */
const CLOCKS_AND_DICE = ['Date.now', 'DateTime.now', 'Settings.now', 'Math.random'];

/** These ask the clock when they are given nothing. */
const CLOCKS_WITHOUT_ARGUMENTS = ['Date', 'DateTime.local', 'DateTime.utc'];

export function parse(code: string): ts.SourceFile {
	return ts.createSourceFile('module.ts', code, ts.ScriptTarget.Latest, true);
}

/** All nodes of a syntax tree, from the top. */
export function* nodesIn(node: ts.Node): Generator<ts.Node> {
	yield node;
	for (const child of node.getChildren()) yield* nodesIn(child);
}

/** What a module takes from anywhere but its arguments and imports (see `rooms.ts`), as written. */
export function impurities(code: string): string[] {
	return [...nodesIn(parse(code))].filter(isImpure).map((node) => node.getText());
}

function isImpure(node: ts.Node): boolean {
	if (node.kind === ts.SyntaxKind.ImportKeyword) return !ts.isImportDeclaration(node.parent);
	if (ts.isIdentifier(node)) return OUTSIDE.includes(node.text) && !isPropertyName(node);
	if (ts.isPropertyAccessExpression(node)) return CLOCKS_AND_DICE.includes(withoutSpace(node));
	if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
		const isGivenNothing = (node.arguments ?? []).length === 0;
		return isGivenNothing && CLOCKS_WITHOUT_ARGUMENTS.includes(withoutSpace(node.expression));
	}
	return false;
}

/** The module that an import or export declaration names. */
export function importedModule(node: ts.Node): string | undefined {
	if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return undefined;
	const { moduleSpecifier } = node;
	return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
}

/** `message.process`, `{ process: 1 }` and `process: string` in a type reach nothing. */
function isPropertyName({ parent, text }: ts.Identifier): boolean {
	if (ts.isPropertyAccessExpression(parent)) {
		// `crypto.randomBytes` is one of the names above, wherever it comes from.
		return parent.name.text === text && !/^(random|getRandom)/.test(text);
	}
	return (
		(ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) &&
		parent.name.getText() === text
	);
}

function withoutSpace(node: ts.Node): string {
	return node.getText().replace(/\s/g, '');
}
