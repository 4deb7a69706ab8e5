import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Answer } from '../../../nodes/CapitoleMobile/sms/answer/answer';
import type {
	RecipientOutcome,
	RequestResult,
} from '../../../nodes/CapitoleMobile/sms/answer/result';

const FOLDER = path.join(__dirname, '../../fixtures/answers');

/** An answer's bytes beside what is to be made of them. */
export interface AnswerFixture {
	readonly name: string;
	readonly bytes: Buffer;
	readonly source: "provider's page" | 'assumed';
	readonly recipients: readonly string[];
	readonly answer: Answer;
	readonly result: {
		readonly outcomes: readonly RecipientOutcome[];
		readonly creditsLeft: number | null;
		readonly stop: RequestResult['stop'];
		/** Codes. */
		readonly warnings: readonly string[];
		readonly hasExcerpt: boolean;
	};
}

/** The names in the folder, without their endings, that are not in it as `.txt` and as `.json`. */
export function unpairedFixtures(): string[] {
	const files = readdirSync(FOLDER);
	return files.filter((file) => {
		const { name, ext } = path.parse(file);
		const other = ext === '.txt' ? '.json' : '.txt';
		return !['.txt', '.json'].includes(ext) || !files.includes(name + other);
	});
}

export const answerFixtures: readonly AnswerFixture[] = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => {
		const name = path.parse(file).name;
		return {
			name,
			...(JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Omit<
				AnswerFixture,
				'name' | 'bytes'
			>),
			bytes: readFileSync(path.join(FOLDER, `${name}.txt`)),
		};
	});

/** UTF-8 where it is valid, byte order marks left in; else one byte a letter. */
export function decodeBytes(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return bytes.toString('latin1');
	}
}
