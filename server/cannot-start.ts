/** A reason not to start that a person can mend. Its message is for them: Russian first, then English. */
export class CannotStart extends Error {
	constructor(russian: string, english: string) {
		super(`${russian}\n${english}`)
		this.name = 'CannotStart'
	}
}
