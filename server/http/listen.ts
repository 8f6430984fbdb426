import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CannotStart } from '../cannot-start.ts'
import type { Config } from '../config.ts'

/** Resolves with the address on this machine, without a slash at its end. Throws CannotStart. */
export async function listen(server: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<string> {
	try {
		server.listen(port, host)
		await once(server, 'listening')
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
		throw code === 'EADDRINUSE'
			? new CannotStart(
					`Порт ${port} уже занят: остановите другую программу или укажите другой порт (PORT).`,
					`Port ${port} is already in use: stop the other program, or set another port (PORT).`
				)
			: new CannotStart(
					`Не удаётся принимать соединения на ${host}, порт ${port} (HOST, PORT).`,
					`Cannot listen on ${host}, port ${port} (HOST, PORT): ${code}.`
				)
	}
	return addressOf(host, (server.address() as AddressInfo).port)
}

/** All addresses of a machine are none to open: then that of the machine itself. */
function addressOf(host: string, port: number): string {
	const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
	return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
