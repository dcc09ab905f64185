/** Logins of basic authentication, which anybody can read: `Basic ` and the base64 of `user:password`. https://www.rfc-editor.org/rfc/rfc7617 */
import { isCommonWord } from "./judge-setting.ts";
import { literalKind } from "./literal-kind.ts";

export interface BasicLogin {
  /** UTF-16 offsets of what is encoded; the end is exclusive. */
  readonly begin: number;
  readonly end: number;
}

const login = /(?<![\w-])Basic[ ]{1,3}([A-Za-z0-9+/]{8,400}={0,2})(?![\w+/=])/gi;
/** In the base64 of the user's name a colon can be anywhere, so nothing is told before it is decoded. */
const decodedLogin = /^[\w.@+-]{1,100}:([\x21-\x7e]{4,200})$/;

/** A plain search: most texts hold none. */
export function mayHoldBasicLogin(text: string): boolean {
  return /basic {1,3}[A-Za-z0-9+/]{8}/i.test(text);
}

/** Those whose password is neither a stand-in, nor a reference, nor a word that anybody takes; in order of writing. Linear. */
export function* basicLoginsIn(text: string): Generator<BasicLogin, void, undefined> {
  for (const match of text.matchAll(login)) {
    const encoded = match[1] ?? "";
    if (encoded.length % 4 !== 0) continue;
    const password = decodedLogin.exec(atob(encoded))?.[1];
    if (password === undefined || isCommonWord(password) || literalKind(password) !== "credential") continue;
    const end = match.index + match[0].length;
    yield { begin: end - encoded.length, end };
  }
}
