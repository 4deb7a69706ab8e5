/** The one account of the emulator. */
export class Account {
	credits: number;
	readonly blacklist = new Set<string>();

	constructor(
		private readonly settings: {
			username: string;
			password: string;
			credits: number;
			isApiEnabled: boolean;
		},
	) {
		this.credits = settings.credits;
	}

	/** "Erreur d'authentification (identifiant / mot de passe) ou l'option API désactivée". */
	admits(username: string, password: string): boolean {
		const { settings } = this;
		return (
			settings.isApiEnabled && username === settings.username && password === settings.password
		);
	}

	reset(): void {
		this.credits = this.settings.credits;
		this.blacklist.clear();
	}
}
