import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { filesBelow, ROOT } from './source';

/** The paths of all documents in the project. */
export function documents(): string[] {
	const top = ['README.md', 'README.fr.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];
	const below = ['docs', '.github'].flatMap(filesBelow).filter((file) => file.endsWith('.md'));
	return [...top.filter((file) => existsSync(path.join(ROOT, file))), ...below];
}

export function readDocument(file: string): string {
	return readFileSync(path.join(ROOT, file), 'utf8');
}

/** The text without code blocks and comments. */
export function prose(markdown: string): string {
	return markdown.replace(/^[ \t]*```[\s\S]*?^[ \t]*```$/gm, '').replace(/<!--[\s\S]*?-->/g, '');
}

/** Code blocks with their language. */
export function codeBlocks(markdown: string): Array<{ language: string; code: string }> {
	return [...markdown.matchAll(/^[ \t]*```(\w*)\n([\s\S]*?)^[ \t]*```$/gm)].map(
		([, language = '', code = '']) => ({ language, code }),
	);
}

export function codeSpans(markdown: string): string[] {
	return [...prose(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** The bold texts: labels of the editor. */
export function boldTexts(markdown: string): string[] {
	const text = prose(markdown).replace(/`[^`\n]+`/g, '');
	return [...text.matchAll(/\*\*([^*\n]+)\*\*/g)].map(([, bold = '']) => bold);
}

/** Targets of links and pictures: `[text](target "title")`, `[name]: target`, and HTML's. */
export function links(markdown: string): string[] {
	const written = /(?:\]\(|^ {0,3}\[[^\]\n]+\]:\s*)<?([^)>\s]+)|<[^>]*\s(?:href|src)="([^"]*)"/gm;
	return [...prose(markdown).matchAll(written)].map(([, target, ofHtml]) => target ?? ofHtml ?? '');
}

/** The anchors that GitHub gives the headings. */
export function anchors(markdown: string): string[] {
	return [...prose(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
		heading
			.trim()
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);
}

/** The body rows of all tables, cell by cell. */
export function tableRows(markdown: string): string[][] {
	return tables(markdown).flatMap(({ rows }) => rows);
}

export function tables(markdown: string): Array<{ head: string[]; rows: string[][] }> {
	const found = [...markdown.matchAll(/(?:^\|.*\|$\n?){2,}/gm)].map(([text]) =>
		text.trim().split('\n').map(cells),
	);
	return found.map(([head = [], , ...rows]) => ({ head, rows }));
}

function cells(line: string): string[] {
	return line
		.trim()
		.slice(1, -1)
		.split(/(?<!\\)\|/)
		.map((cell) => cell.trim().replaceAll('\\|', '|'));
}
