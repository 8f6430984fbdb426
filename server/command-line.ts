/** What the commands of whoever runs the server have in common, whether it runs or not. */
import { CannotStart, readConfig, type Config } from './config.ts'

/**
 * Carries out the words behind the command, and prints the lines that are answered to this terminal and nowhere else. What a person can
 * mend, a CannotStart, is told as an error, and the process ends with 1.
 */
export async function runCommand(
	carryOut: (words: readonly string[], config: Config) => string[] | Promise<string[]>
): Promise<void> {
	// As the server does: copies and what is put back are personal data.
	process.umask(0o077)
	try {
		for (const line of await carryOut(process.argv.slice(2), readConfig(process.env))) console.log(line)
	} catch (error) {
		if (!(error instanceof CannotStart)) throw error
		console.error(error.message)
		process.exitCode = 1
	}
}

/** For words that are none of the command's; `usages`: what could be said, behind `node scripts/launch.mjs`. */
export function wrongCommand(usages: readonly string[]): CannotStart {
	return new CannotStart(
		'Команды:',
		['Commands:', ...usages.map((words) => `  node scripts/launch.mjs ${words}`)].join('\n')
	)
}
