/** The last answers, and those being made: who asks for the same meanwhile waits for the one. */
export interface Answers<Value> {
	get(key: string, make: () => Promise<Value>): Promise<Value>
}

/** At most so many, and none that is not worth its room. */
export function createAnswers<Value>(most: number, isKept: (value: Value) => boolean = () => true): Answers<Value> {
	/** The least recently used first. */
	const answers = new Map<string, Promise<Value>>()

	return {
		get(key, make) {
			const known = answers.get(key)
			const answer = known ?? make()
			answers.delete(key)
			answers.set(key, answer)
			const forget = () => void (answers.get(key) === answer && answers.delete(key))
			// A failure is its caller's to hear of; whoever asks next is to try again.
			if (known === undefined) answer.then((value) => isKept(value) || forget(), forget)
			const [oldest] = answers.keys()
			if (answers.size > most && oldest !== undefined) answers.delete(oldest)
			return answer
		}
	}
}
