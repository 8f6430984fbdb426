/** Shared by the server's command-line tools, which work whether the server runs or not. */
import { CannotStart, readConfig, type Config } from './config.ts'

/**
 * Calls `carryOut` with the arguments of the command, and prints the lines it returns to this terminal only. A CannotStart,
 * which a person can fix, is printed as an error, and the process ends with 1.
 */
export async function runCommand(
	carryOut: (words: readonly string[], config: Config) => string[] | Promise<string[]>
): Promise<void> {
	// As the server does: backups and restored files are personal data.
	process.umask(0o077)
	try {
		for (const line of await carryOut(process.argv.slice(2), readConfig(process.env))) console.log(line)
	} catch (error) {
		if (!(error instanceof CannotStart)) throw error
		console.error(error.message)
		process.exitCode = 1
	}
}

/** The error for wrong arguments. `usages`: the valid ones, after `node scripts/launch.mjs`. */
export function wrongCommand(usages: readonly string[]): CannotStart {
	return new CannotStart(
		'Команды:',
		['Commands:', ...usages.map((words) => `  node scripts/launch.mjs ${words}`)].join('\n')
	)
}
