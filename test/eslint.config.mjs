import { config } from '@n8n/node-cli/eslint';

/**
 * n8n's own rules, less those for code that runs inside n8n: a test may open files and ports and
 * start processes. ESLint takes the configuration nearest to a file when ESLINT_FLAGS says so, as
 * `npm run lint` does; the one at the top must stay n8n's default, which `n8n-node lint` checks.
 */
const forNodesOnly = config
	.flatMap(({ rules = {} }) => Object.keys(rules))
	.filter((name) => name.startsWith('@n8n/community-nodes/'));

export default [
	...config,
	{
		files: ['**/*.ts'],
		rules: {
			...Object.fromEntries(forNodesOnly.map((name) => [name, 'off'])),
			// Commands talk to their user by it.
			'no-console': 'off',
		},
	},
];
