import { PROGRAM } from './actors.ts'

/** Every screen of a person who is signed in; `ready` is on it once it is whole. */
export const screens: readonly [person: 'mentor' | 'curator', path: string, ready: string][] = [
	['mentor', '/', 'Мои программы'],
	['mentor', PROGRAM, 'Сегодня,'],
	['mentor', `${PROGRAM}/activities/a2-5`, 'Ответственные'],
	['mentor', `${PROGRAM}/meetings`, 'Состоялись'],
	['mentor', `${PROGRAM}/about`, 'Сильные стороны'],
	['mentor', `${PROGRAM}/history`, 'План создан'],
	['mentor', `${PROGRAM}/history?at=1`, 'План, каким он был'],
	['mentor', '/settings', 'Оформление'],
	['mentor', '/file', 'Файл, который другой участник передал'],
	['curator', '/curator', 'данные на'],
	['curator', '/curator/held', 'Правок на рассмотрении нет'],
	['curator', '/curator/people', 'Приглашения']
]
