import { config } from '@n8n/node-cli/eslint';

/**
 * n8n's own rules, without those for code inside n8n: tests may open files and ports and start processes.
 * ESLint uses the configuration nearest to a file if ESLINT_FLAGS says so, as `npm run lint` does. The one at
 * the top must stay n8n's default, which `n8n-node lint` checks.
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
			// Commands print to the console for their user.
			'no-console': 'off',
		},
	},
];
