/**
 * `gulp build` rebuilds `dist` from `nodes` and `credentials`.
 *
 * n8n verifies only community nodes without runtime dependencies. The build therefore bundles each
 * third-party package once, into a file of `dist/shared` that our files require by a relative path.
 * Nothing is minified, so that users can read the code they run.
 */
const { execFileSync } = require('node:child_process');
const { readFileSync, readdirSync } = require('node:fs');
const { rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const { dest, series, src } = require('gulp');
const ts = require('typescript');
const { devDependencies } = require('./package.json');

const root = __dirname;
const dist = path.join(root, 'dist');

/** Packages that every n8n provides: the allowlist of n8n's lint rule `no-restricted-imports`. */
const providedByN8n = /^(n8n-workflow|lodash|moment|p-limit|luxon|zod|(node:)?crypto)(\/|$)/;

/** The character sets that our code needs, named as in iconv-lite's tables. */
const charsets = ['iso885915'];

/**
 * Modules that xmlbuilder2 loads but never runs to build a document and write it as a string: other
 * formats, and the DOM's events, ranges, shadow trees, observers and live lists. Their exports remain
 * and throw when called. js-yaml and Node's `events` and `url` are then no longer needed.
 */
const leftOut = new RegExp(
	`(${[
		'xmlbuilder2/lib/builder/(BuilderFunctionsCB|XMLBuilderCBImpl)',
		'xmlbuilder2/lib/readers/(XML|JSON|YAML)Reader',
		'xmlbuilder2/lib/writers/(JSON|YAML|Object|Map)Writer',
		'@oozcitak/dom/lib/(parser|serializer)/index',
		'@oozcitak/dom/lib/algorithm/(Abort|BoundaryPoint|CustomElement|DOMTokenList|Event)Algorithm',
		'@oozcitak/dom/lib/algorithm/(MutationObserver|NodeIterator|Range|ShadowTree|TreeWalker)Algorithm',
		'@oozcitak/dom/lib/dom/(AbortController|AbortSignal|AbstractRange|CustomEvent|DOMTokenList)Impl',
		'@oozcitak/dom/lib/dom/(Event|HTMLCollection|MutationObserver|MutationRecord|NodeIterator)Impl',
		'@oozcitak/dom/lib/dom/(NodeListStatic|Range|ShadowRoot|StaticRange|Traverser|TreeWalker)Impl',
		'@oozcitak/url/lib/URLAlgorithm',
	].join('|')})\\.js$`,
);

/** Replaces modules that iconv-lite requires and n8n forbids: `Buffer` by another name, and streams. */
const standIns = {
	'safer-buffer': 'module.exports = { Buffer };',
	stream: 'module.exports = {};',
};

/** Licence texts for packages that name a licence but do not include it. */
const licenceTexts = { 'Apache-2.0': require.resolve('typescript/LICENSE.txt') };

/** The names our code imports from each third-party module: `compile` collects them for `bundle`. */
const imported = new Map();

/** An error without a stack. gulp prints one by default, and our messages need none. */
function refusal(message) {
	return Object.assign(new Error(message), { showStack: false });
}

function clean() {
	return rm(dist, { recursive: true, force: true });
}

/** Like `tsc`, but emits nothing if a type is wrong, and makes third-party requires relative. */
async function compile() {
	const config = ts.getParsedCommandLineOfConfigFile(
		path.join(root, 'tsconfig.json'),
		{ rootDir: root, outDir: dist, newLine: ts.NewLineKind.LineFeed },
		{ ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => refuse([diagnostic]) },
	);
	const program = ts.createProgram(config.fileNames, config.options);
	refuse([...config.errors, ...ts.getPreEmitDiagnostics(program)]);
	imported.clear();
	for (const file of program.getSourceFiles())
		if (!file.isDeclarationFile) noteImports(program.getTypeChecker(), file);
	const transformers = { after: [relativeRequires] };
	refuse(program.emit(undefined, undefined, undefined, false, transformers).diagnostics);
}

function refuse(diagnostics) {
	if (diagnostics.length === 0) return;
	throw refusal(
		ts.formatDiagnostics(diagnostics, {
			getCanonicalFileName: (name) => name,
			getCurrentDirectory: () => root,
			getNewLine: () => '\n',
		}),
	);
}

/** Skips types: a package imported only for its types is not needed at run time. */
function noteImports(checker, sourceFile) {
	const isValue = (name) =>
		checker.getAliasedSymbol(checker.getSymbolAtLocation(name)).flags & ts.SymbolFlags.Value;
	const note = (specifier, name) =>
		imported.set(specifier, new Set(imported.get(specifier)).add(name));

	for (const { importClause, moduleSpecifier } of sourceFile.statements.filter(
		ts.isImportDeclaration,
	)) {
		const specifier = moduleSpecifier.text;
		if (importClause === undefined || importClause.isTypeOnly || !isThirdParty(specifier)) continue;
		const { name, namedBindings } = importClause;
		if (name !== undefined) note(specifier, 'default');
		if (namedBindings === undefined) continue;
		if (ts.isNamespaceImport(namedBindings)) note(specifier, '*');
		else
			for (const element of namedBindings.elements)
				if (isValue(element.name)) note(specifier, (element.propertyName ?? element.name).text);
	}
}

const packageOf = (specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)[0];
const sharedFile = (specifier) =>
	path.join(dist, 'shared', `${path.basename(packageOf(specifier))}.js`);

function isThirdParty(specifier) {
	if (specifier.startsWith('.') || providedByN8n.test(specifier)) return false;
	if (packageOf(specifier) in devDependencies) return true;
	throw refusal(
		`"${specifier}" is imported, but n8n does not provide it and devDependencies lacks it`,
	);
}

/** A TypeScript transformer: turns `require("iconv-lite")` into a require of the bundle's path. */
function relativeRequires(context) {
	return (sourceFile) => {
		const folder = path.dirname(path.join(dist, path.relative(root, sourceFile.fileName)));
		const visit = (node) => {
			if (!ts.isCallExpression(node)) return ts.visitEachChild(node, visit, context);
			if (node.expression.kind === ts.SyntaxKind.ImportKeyword)
				throw refusal(
					`${path.relative(root, sourceFile.fileName)}: import() cannot find a bundle: use an import declaration`,
				);
			if (!ts.isIdentifier(node.expression) || node.expression.text !== 'require')
				return ts.visitEachChild(node, visit, context);
			const specifier = node.arguments[0].text;
			if (!isThirdParty(specifier)) return node;
			if (!imported.has(specifier)) throw refusal(`"${specifier}": use an import declaration`);
			const relative = path.relative(folder, sharedFile(specifier)).replaceAll(path.sep, '/');
			const literal = context.factory.createStringLiteral(relative);
			return context.factory.updateCallExpression(node, node.expression, undefined, [literal]);
		};
		return ts.visitNode(sourceFile, visit);
	};
}

/** Bundles the imports that `compile` collected, with the licences of exactly the bundled packages. */
async function bundle() {
	const modules = [];
	for (const [specifier, names] of imported) {
		const { metafile } = await esbuild.build({
			absWorkingDir: root,
			stdin: { contents: entry(specifier, names), resolveDir: root, sourcefile: specifier },
			outfile: sharedFile(specifier),
			bundle: true,
			format: 'cjs',
			// Not "node": the build must fail on a builtin that n8n forbids.
			platform: 'neutral',
			mainFields: ['module', 'main'],
			target: 'node20',
			charset: 'utf8',
			drop: ['console'],
			metafile: true,
			banner: { js: '// Bundled third-party code. Its licences: ../THIRD_PARTY_LICENSES.txt' },
			plugins: [onlyWhatRuns],
		});
		const [{ inputs }] = Object.values(metafile.outputs);
		modules.push(...Object.keys(inputs).filter((input) => input.includes('node_modules/')));
	}
	const twice = modules.filter((input, index) => modules.indexOf(input) !== index);
	if (twice.length > 0) throw refusal(`In two bundles: ${twice.join(', ')}`);
	const folders = new Set(
		modules.map((input) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)[0]),
	);
	const licences = [...folders].sort().map(licence);
	await writeFile(
		path.join(dist, 'THIRD_PARTY_LICENSES.txt'),
		licences.join(`\n${'='.repeat(80)}\n\n`),
	);
}

/** Exports by name, so that esbuild drops unused code from packages written as ES modules. */
function entry(specifier, names) {
	if (names.has('*')) return `module.exports = require('${specifier}');`;
	return `export { ${[...names].sort().join(', ')} } from '${specifier}';`;
}

const onlyWhatRuns = {
	name: 'only-what-runs',
	setup(build) {
		build.onResolve({ filter: new RegExp(`^(${Object.keys(standIns).join('|')})$`) }, (args) => ({
			path: args.path,
			namespace: 'stand-in',
		}));
		build.onLoad({ filter: /./, namespace: 'stand-in' }, (args) => ({
			contents: standIns[args.path],
		}));
		build.onResolve(
			{ filter: /^(\.|@oozcitak\/)/ },
			async ({ path: specifier, pluginData, ...from }) => {
				if (pluginData === 'resolved') return undefined;
				const found = await build.resolve(specifier, { ...from, pluginData: 'resolved' });
				const file = found.path.replaceAll(path.sep, '/');
				if (!leftOut.test(file)) return undefined;
				return { path: file.split('node_modules/').at(-1), namespace: 'left-out' };
			},
		);
		build.onLoad({ filter: /./, namespace: 'left-out' }, (args) => ({
			contents: Object.keys(require(args.path))
				.map((name) => `exports.${name} = function () { throw new Error('${name} is left out'); };`)
				.join('\n'),
		}));
		build.onLoad({ filter: /iconv-lite\/encodings\/index\.js$/ }, (args) => {
			const tables = require(args.path);
			return {
				contents: charsets
					.map((name) => `exports.${name} = ${JSON.stringify(tables[name])};`)
					.concat(`exports._sbcs = require('./sbcs-codec')._sbcs;`)
					.join('\n'),
				resolveDir: path.dirname(args.path),
			};
		});
	},
};

function licence(folder) {
	const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
	const files = readdirSync(path.join(root, folder))
		.filter((name) => /^(licen[cs]e|notice)/i.test(name))
		.map((name) => path.join(root, folder, name));
	if (files.length === 0) {
		const text = licenceTexts[manifest.license];
		if (text === undefined) throw refusal(`${folder} has no licence text: ${manifest.license}`);
		files.push(text);
	}
	const texts = files.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim());
	return (
		[`${manifest.name} ${manifest.version} (${manifest.license})`, ...texts].join('\n\n') + '\n'
	);
}

/** Copies icons, codex files and the editor's output schemas next to the compiled nodes. */
function copy() {
	const files = [
		'nodes/**/*.svg',
		'credentials/**/*.svg',
		'nodes/**/*.node.json',
		'nodes/**/__schema__/**/*.json',
	];
	return src(files, { cwd: root, base: root, encoding: false }).pipe(dest(dist));
}

/**
 * Makes `dist/known` and `dist/types` with n8n's generator. With them, n8n starts without loading the
 * classes (`LazyPackageDirectoryLoader`, which also loads community packages).
 */
async function describeNodes() {
	const core = path.dirname(require.resolve('n8n-core/package.json'));
	execFileSync(process.execPath, [path.join(core, 'bin', 'generate-metadata')], { cwd: root });
	// Lists loadOptions methods; only n8n's own repository checks it.
	await rm(path.join(dist, 'methods'), { recursive: true });
}

exports.clean = clean;
exports.build = series(clean, compile, bundle, copy, describeNodes);
exports.default = exports.build;
