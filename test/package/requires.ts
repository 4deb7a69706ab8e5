import ts from 'typescript';

/** What a CommonJS file loads: `modules` by name; `unclear` lists what cannot be told by reading. */
export interface Requires {
	modules: string[];
	unclear: string[];
}

/** Reads the syntax tree, so that comments, strings and shadowed names do not mislead. */
export function requiresIn(code: string): Requires {
	const sourceFile = ts.createSourceFile('file.js', code, ts.ScriptTarget.Latest, true);
	const found: Requires = { modules: [], unclear: [] };
	const visit = (node: ts.Node): void => {
		if (ts.isIdentifier(node) && node.text === 'require' && isReference(node)) {
			const [argument, ...more] = isCallee(node) ? node.parent.arguments : [];
			if (argument !== undefined && ts.isStringLiteral(argument) && more.length === 0) {
				found.modules.push(argument.text);
			} else {
				found.unclear.push(node.parent.getText());
			}
		}
		const isImport =
			node.kind === ts.SyntaxKind.ImportKeyword ||
			ts.isImportDeclaration(node) ||
			(ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined);
		if (isImport) found.unclear.push(node.getText());
		ts.forEachChild(node, visit);
	};
	visit(sourceFile);
	return found;
}

function isCallee(node: ts.Identifier): node is ts.Identifier & { parent: ts.CallExpression } {
	return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** `a.require` and `{ require: 1 }` are names of properties. */
function isReference(node: ts.Identifier): boolean {
	const { parent } = node;
	if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
	return !(ts.isPropertyAssignment(parent) && parent.name === node);
}
