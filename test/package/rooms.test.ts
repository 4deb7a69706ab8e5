import { readFileSync } from 'node:fs';
import path from 'node:path';

import { filesIn, ROOT } from './installation';
import { violations } from './rooms';

const sources = Object.fromEntries(
	['credentials', 'nodes']
		.flatMap((top) => filesIn(path.join(ROOT, top)).map((file) => `${top}/${file}`))
		.filter((file) => /(?<!\.d)\.ts$/.test(file))
		.map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]),
);

describe('the rooms', () => {
	it('import downwards only, and without circles', () => {
		expect(Object.keys(sources).length).toBeGreaterThan(50);
		expect(violations(sources)).toEqual([]);
	});

	const NODES = 'nodes/CapitoleMobile';

	it.each([
		['an arrow upwards', 'sms/text/length', "import { post } from '../../transport/post';"],
		['one hidden in a type', 'campaign/ledger', "type Send = import('../actions/sms/send').Send;"],
		[
			'the credential in a room',
			'transport/post',
			"import '../../../credentials/Api.credentials';",
		],
		['n8n in the domain', 'sms/message', "import type { INode } from 'n8n-workflow';"],
		[
			'n8n in the page of a question',
			'actions/ask/page',
			"import type { INode } from 'n8n-workflow';",
		],
		['a room that is in no list', 'helpers/all', "import { text } from '../sms/text';"],
	])('may not have %s', (_, file, code) => {
		expect(violations({ [`${NODES}/${file}.ts`]: code })).toHaveLength(1);
	});

	it('may not have more of transport in the credential than its login', () => {
		const importing = (file: string): string[] =>
			violations({ 'credentials/Api.ts': `import '../nodes/CapitoleMobile/transport/${file}';` });
		expect(importing('login')).toEqual([]);
		expect(importing('post')).toHaveLength(1);
	});

	it('may not have two or three files that import each other in a circle', () => {
		const a = `${NODES}/sms/a.ts`;
		const b = `${NODES}/sms/text/b.ts`;
		const c = `${NODES}/sms/c.ts`;
		expect(
			violations({ [a]: "import type { B } from './text/b';", [b]: "import { a } from '../a';" }),
		).toEqual([`circle: ${a} → ${b} → ${a}`]);
		expect(
			violations({ [a]: "import './text/b';", [b]: "import '../c';", [c]: "import './a';" }),
		).toEqual([`circle: ${a} → ${b} → ${c} → ${a}`]);
	});
});
