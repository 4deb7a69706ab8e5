import { Linter } from 'eslint';

const linter = new Linter();

/** Findings of ESLint's own rules in a script or a `module`: line and message. */
export function findings(
	code: string,
	rules: Linter.RulesRecord,
	sourceType: 'commonjs' | 'module' = 'commonjs',
): string[] {
	const languageOptions = { ecmaVersion: 2024, sourceType } as const;
	const linterOptions = { noInlineConfig: true };
	return linter
		.verify(code, { languageOptions, linterOptions, rules })
		.map(({ line, message }) => `${String(line)}: ${message}`);
}
