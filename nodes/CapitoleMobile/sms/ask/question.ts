/** What one person is asked, as the page shows it. */
export interface Question {
	/** The message without its link; line breaks count. */
	readonly text: string;
	readonly answer: AnswerWanted;
}

export type AnswerWanted =
	/** Empty labels are the page's own words; `decline` is null where one can only approve. */
	| { readonly type: 'approval'; readonly approve: string; readonly decline: string | null }
	| { readonly type: 'freeText' };
