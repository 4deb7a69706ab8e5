/**
 * `npm run mutate`: finds small changes to rules that the tests do not notice. It samples the possible
 * changes in the given files, makes one at a time in a copy of the project, runs the tests that reach the
 * file (projects `sms` and `nodes`, the nearest first), and prints the changes that survive.
 *
 *   npm run mutate -- --count 40 --seed 1 --without 'test/actions/ask' nodes/CapitoleMobile/sms/text
 */
import { execFileSync } from 'node:child_process';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

import ts from 'typescript';

import { ROOT } from './build';
import { toolFile } from './launch';
import { startTree } from './processTree';
import { runMain } from './shutdown';
import { temporaryFolder } from './temporaryFolder';

/** The default files: their rules decide about money. */
const RULES = [
	...['campaign', 'sms/answer', 'sms/callback', 'sms/recipients', 'sms/schedule', 'sms/text'],
	...['sms/codes.ts', 'sms/credits.ts'],
].map((room) => `nodes/CapitoleMobile/${room}`);

interface Mutation {
	readonly file: string;
	readonly at: number;
	readonly from: string;
	readonly to: string;
}

/** Each operator, and what a typing mistake could turn it into. */
const OPERATORS: Readonly<Record<string, string>> = {
	'<': '<=',
	'<=': '<',
	'>': '>=',
	'>=': '>',
	'===': '!==',
	'!==': '===',
	'&&': '||',
	'||': '&&',
	'??': '&&',
	'+': '-',
	'-': '+',
	'*': '+',
	'+=': '-=',
};

function mutationsOf(file: string, text: string): Mutation[] {
	const found: Mutation[] = [];
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
	const visit = (node: ts.Node): void => {
		// Types have no effect at run time.
		if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
		const from = node.getText(source);
		const change = (to: string, what: ts.Node = node): void =>
			void found.push({ file, at: what.getStart(source), from: what.getText(source), to });
		if (node.kind === ts.SyntaxKind.TrueKeyword) change('false');
		else if (node.kind === ts.SyntaxKind.FalseKeyword) change('true');
		else if (ts.isNumericLiteral(node)) change(`(${from} + 1)`);
		else if (ts.isPrefixUnaryExpression(node) && from.startsWith('!')) change(from.slice(1));
		else if (ts.isReturnStatement(node) && !/^return( undefined)?;$/.test(from)) {
			change('return undefined as never;');
		} else if (ts.isIfStatement(node)) change('false as boolean', node.expression);
		else if (ts.isBinaryExpression(node)) {
			const to = OPERATORS[node.operatorToken.getText(source)];
			if (to !== undefined) change(to, node.operatorToken);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** Gives the same sample for the same seed, to compare two versions of the tests. */
function sample<T>(all: readonly T[], count: number, seed: number): T[] {
	let state = seed;
	const ordered = all.map((one) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return { one, order: state };
	});
	ordered.sort((a, b) => a.order - b.order);
	return ordered.slice(0, count).map(({ one }) => one);
}

/** Runs the tests in a copy of the project. */
class Tests {
	/** Test files that pass without any change; those that fail are in `leftOut`. */
	private readonly sound = new Set<string>();
	private readonly leftOut: Set<string>;

	constructor(
		private readonly folder: string,
		without: readonly string[],
	) {
		this.leftOut = new Set(without);
	}

	/** Returns a test file that fails only with the change; null if none does. */
	async catcherOf(file: string, text: string, changed: string): Promise<string | null> {
		for (;;) {
			await writeFile(path.join(this.folder, file), changed);
			const failing = await this.firstToFail(['--findRelatedTests', file], file);
			await writeFile(path.join(this.folder, file), text);
			if (failing === null || this.sound.has(failing)) return failing;
			const isSound = (await this.firstToFail(['--runTestsByPath', failing], file)) === null;
			(isSound ? this.sound : this.leftOut).add(failing);
			if (!isSound) console.log(`${failing} fails without any change: left out.`);
		}
	}

	private async firstToFail(which: readonly string[], file: string): Promise<string | null> {
		const args = [
			...['--config', 'test/jest.config.js', '--bail', '--silent', '--forceExit'],
			...['--selectProjects', 'sms', 'nodes'],
			...['--testSequencer', path.join(this.folder, 'dev/lab/nearestFirst.js')],
			...['--testPathIgnorePatterns', '/node_modules/', ...this.leftOut],
			...which,
		];
		const { child, ended } = startTree(process.execPath, [toolFile('jest'), ...args], {
			cwd: this.folder,
			stdio: ['ignore', 'ignore', 'pipe'],
			env: { ...process.env, NEAREST_TO: file },
		});
		const [said, code] = await Promise.all([child.stderr ? textOf(child.stderr) : '', ended]);
		if (code === 0) return null;
		const [, failed] = /^FAIL \w+ (\S+)/m.exec(said) ?? [];
		if (failed === undefined) throw new Error(`jest did not run: ${said.slice(-1000)}`);
		return failed;
	}
}

runMain(async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			count: { type: 'string', default: '40' },
			seed: { type: 'string', default: '1' },
			without: { type: 'string', multiple: true, default: [] },
		},
	});
	const paths = positionals.length > 0 ? positionals : RULES;
	const files = execFileSync('git', ['ls-files', ...paths], { cwd: ROOT, encoding: 'utf8' })
		.split('\n')
		.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
	const texts = new Map<string, string>();
	for (const file of files) texts.set(file, await readFile(path.join(ROOT, file), 'utf8'));
	const all = [...texts].flatMap(([file, text]) => mutationsOf(file, text));
	const chosen = sample(all, Number(values.count), Number(values.seed));

	const { path: copy } = await temporaryFolder('mutate');
	for (const folder of ['nodes', 'credentials', 'dev', 'test', 'package.json', 'tsconfig.json']) {
		await cp(path.join(ROOT, folder), path.join(copy, folder), { recursive: true });
	}
	await symlink(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));

	const tests = new Tests(copy, values.without);
	let survivors = 0;
	for (const [index, { file, at, from, to }] of chosen.entries()) {
		const text = texts.get(file) ?? '';
		const changed = text.slice(0, at) + to + text.slice(at + from.length);
		const catcher = await tests.catcherOf(file, text, changed);
		if (catcher === null) survivors++;
		const verdict = catcher === null ? 'SURVIVED' : 'caught  ';
		const line = text.slice(0, at).split('\n').length;
		const shown = (from.length > 60 ? `${from.slice(0, 60)}…` : from).replaceAll('\n', ' ');
		const by = catcher === null ? '' : ` (${catcher})`;
		console.log(`${index + 1}/${chosen.length} ${verdict} ${file}:${line}: ${shown} -> ${to}${by}`);
	}
	console.log(
		`${chosen.length - survivors} of ${chosen.length} caught, out of ${all.length} possible changes in ${files.length} files.`,
	);
	return 0;
});
