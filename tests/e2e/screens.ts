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
	['mentor', `${PROGRAM}/editions`, 'Утверждённая редакция 1'],
	['mentor', '/decisions/program-1', 'Приказ о закреплении'],
	['mentor', '/settings', 'Оформление'],
	['mentor', '/settings/access', 'Где вы вошли'],
	['mentor', '/file', 'Файл, который другой участник передал'],
	['curator', '/curator', 'данные на'],
	['curator', '/curator/held', 'Правок на рассмотрении нет'],
	['curator', '/curator/people', 'Ковалёв Виктор'],
	['curator', '/curator/people/mentees', 'Лаптева Ирина'],
	['curator', '/curator/people/mentor-1', 'Соответствие требованиям'],
	['curator', '/curator/people/mentee-1', 'Основной запрос'],
	['curator', '/curator/people/new?role=mentor', 'Новый наставник'],
	['curator', '/curator/people/organisations', 'Школа № 41'],
	['curator', '/curator/people/organisations/school-41', 'Что показывают индексы'],
	['curator', '/curator/people/organisations/new', 'Индексы по годам'],
	['curator', '/curator/people/staff', 'Воронцова Елена'],
	['curator', '/curator/people/invitations', 'Кого пригласили'],
	['curator', '/curator/people/access', 'Кто уже входит']
]
