import ts from 'typescript';

import { allNodes, nodesIn, parsedSources } from './source';

/** What a part stands for that is known only when the program runs. */
export const OPEN = '…';

const MOST = 24;
const DEEPEST = 8;

/**
 * The texts that an expression may be, as far as the source tells: constants, templates, conditions,
 * and functions of ours are followed; the rest is `…`.
 */
export function textsOf(expression: ts.Expression, depth = 0): string[] {
	if (depth > DEEPEST) return [OPEN];
	const deeper = (inner: ts.Expression): string[] => textsOf(inner, depth + 1);
	if (ts.isStringLiteralLike(expression)) return [expression.text];
	if (ts.isTemplateExpression(expression)) {
		const spans = expression.templateSpans.map(({ expression: inner, literal }) =>
			deeper(inner).map((text) => text + literal.text),
		);
		return joined([[expression.head.text], ...spans]);
	}
	if (ts.isConditionalExpression(expression)) {
		return distinct([...deeper(expression.whenTrue), ...deeper(expression.whenFalse)]);
	}
	if (ts.isBinaryExpression(expression)) {
		const sides = [deeper(expression.left), deeper(expression.right)];
		return expression.operatorToken.kind === ts.SyntaxKind.PlusToken
			? joined(sides)
			: distinct(sides.flat());
	}
	if (
		ts.isParenthesizedExpression(expression) ||
		ts.isAsExpression(expression) ||
		ts.isSatisfiesExpression(expression) ||
		ts.isAwaitExpression(expression)
	) {
		return deeper(expression.expression);
	}
	if (ts.isCallExpression(expression)) {
		const returned = returnsOf(expression);
		return returned.length === 0 ? [OPEN] : distinct(returned.flatMap(deeper));
	}
	const meant = meantBy(expression);
	return meant.length === 0 ? [OPEN] : distinct(meant.flatMap(deeper));
}

/** The expressions that a name or a property stands for. */
export function meantBy(expression: ts.Expression): ts.Expression[] {
	const declaration = declarationOf(expression);
	if (declaration === undefined) return [];
	if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration)) {
		return declaration.initializer === undefined ? [] : [declaration.initializer];
	}
	if (ts.isShorthandPropertyAssignment(declaration)) return meantBy(declaration.name);
	if (ts.isParameter(declaration)) return given(declaration);
	if (ts.isBindingElement(declaration)) return takenApart(declaration);
	return [];
}

/** What the calls of a function give it for a parameter. */
function given(parameter: ts.ParameterDeclaration): ts.Expression[] {
	const position = parameter.parent.parameters.indexOf(parameter);
	const arguments_ = callsOf(parameter.parent).flatMap((call) => call.arguments[position] ?? []);
	return parameter.initializer === undefined ? arguments_ : [parameter.initializer, ...arguments_];
}

/** `const { message } = tooLong(…)`: the properties of that name in what the function returns. */
function takenApart(element: ts.BindingElement): ts.Expression[] {
	const declaration = element.parent.parent;
	const name = (element.propertyName ?? element.name).getText();
	if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return [];
	const { initializer } = declaration;
	const wholes = ts.isCallExpression(initializer) ? returnsOf(initializer) : meantBy(initializer);
	return wholes.flatMap((whole) => propertyOf(whole, name) ?? []);
}

/** The value of a property of an object literal. */
export function propertyOf(whole: ts.Expression, name: string): ts.Expression | undefined {
	if (!ts.isObjectLiteralExpression(whole)) return undefined;
	for (const property of whole.properties) {
		if (property.name?.getText() !== name) continue;
		if (ts.isPropertyAssignment(property)) return property.initializer;
		if (ts.isShorthandPropertyAssignment(property)) return property.name;
	}
	return undefined;
}

function returnsOf(call: ts.CallExpression): ts.Expression[] {
	const declaration = functionOf(declarationOf(call.expression));
	if (declaration?.body === undefined) return [];
	if (!ts.isBlock(declaration.body)) return [bare(declaration.body)];
	return [...nodesIn(declaration.body)]
		.filter(ts.isReturnStatement)
		.flatMap(({ expression }) => (expression === undefined ? [] : [bare(expression)]));
}

function bare(expression: ts.Expression): ts.Expression {
	return ts.isParenthesizedExpression(expression) ? bare(expression.expression) : expression;
}

let calls: Map<ts.Node, ts.CallExpression[]> | undefined;

/** All calls of a function, in all files that ship. */
export function callsOf(declaration: ts.SignatureDeclaration): ts.CallExpression[] {
	calls ??= callsByFunction();
	return calls.get(declaration) ?? [];
}

function callsByFunction(): Map<ts.Node, ts.CallExpression[]> {
	const found = new Map<ts.Node, ts.CallExpression[]>();
	for (const call of allNodes().filter(ts.isCallExpression)) {
		const called = functionOf(declarationOf(call.expression));
		if (called !== undefined) found.set(called, [...(found.get(called) ?? []), call]);
	}
	return found;
}

function functionOf(
	declaration: ts.Declaration | undefined,
): ts.FunctionDeclaration | ts.ArrowFunction | undefined {
	if (declaration === undefined) return undefined;
	if (ts.isFunctionDeclaration(declaration)) return declaration;
	if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) {
		return undefined;
	}
	return ts.isArrowFunction(declaration.initializer) ? declaration.initializer : undefined;
}

export function declarationOf(expression: ts.Node): ts.Declaration | undefined {
	const { checker } = parsedSources();
	const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
	if (!ts.isIdentifier(name)) return undefined;
	const symbol = ts.isShorthandPropertyAssignment(name.parent)
		? checker.getShorthandAssignmentValueSymbol(name.parent)
		: checker.getSymbolAtLocation(name);
	if (symbol === undefined) return undefined;
	const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
	const [declaration] = (isAlias ? checker.getAliasedSymbol(symbol) : symbol).declarations ?? [];
	return declaration;
}

function joined(parts: string[][]): string[] {
	const all = parts.reduce((starts, part) =>
		distinct(starts.flatMap((start) => part.map((end) => start + end))),
	);
	return all.length > MOST
		? [parts.map((part) => (part.length === 1 ? part[0] : OPEN)).join('')]
		: all;
}

function distinct(texts: string[]): string[] {
	return [...new Set(texts)];
}
