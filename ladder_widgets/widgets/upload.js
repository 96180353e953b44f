// Sends a chosen file to the kernel piece by piece: a message of more than ten megabytes is lost
// on its way without a word.
const PIECE = 1_000_000;
const MB = 1_000_000;

/** Send the files that were chosen in `input`, one after the other.
 *
 * `ask(values, buffer)` resolves to the kernel's reply; `follow(reply)` does what it asks for;
 * `say(text)` and `refuse(text)` tell how far it is and what cannot be sent.
 */
export async function upload(input, { ask, follow, say, refuse }) {
  const { upload: entry, limit } = input.dataset;
  const files = [...input.files];
  input.value = "";
  for (const file of files) {
    if (file.size > Number(limit) * MB) {
      refuse(`${file.name} has ${(file.size / MB).toFixed(1)} MB; ${limit} MB are allowed.`);
      continue;
    }
    const reply = await sendOne(file, { entry, ask, say });
    if (reply.problem) say("");
    follow(reply);
    if (reply.problem) return;
  }
}

async function sendOne(file, { entry, ask, say }) {
  const id = String(crypto.getRandomValues(new Uint32Array(1))[0]);
  let reply = {};
  let at = 0;
  do {
    const piece = await file.slice(at, at + PIECE).arrayBuffer();
    say(`Adding ${file.name}: ${Math.round((100 * at) / Math.max(file.size, 1))} %`);
    reply = await ask({ entry, upload: id, name: file.name, size: file.size, at }, piece);
    at += PIECE;
  } while (at < file.size && !reply.problem);
  return reply;
}
