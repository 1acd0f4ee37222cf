// Shows the notes and tasks of the space that this page was published into, and follows it as it changes.
const state = document.getElementById("state");

async function objects(type) {
  const response = await fetch(`/_hearth/objects?type=${type}`);
  if (!response.ok) {
    throw new Error(`${response.status}`);
  }
  return (await response.json()).objects;
}

function row(task) {
  const item = document.createElement("li");
  item.textContent = task.fields.title;
  item.className = task.fields.done ? "done" : "";
  return item;
}

async function show() {
  try {
    const [notes, tasks] = [await objects("Note"), await objects("Task")];
    document.getElementById("text").textContent = notes.map((note) => note.fields.body).join("\n");
    document.getElementById("tasks").replaceChildren(...tasks.map(row));
    state.textContent = "In step with the space.";
  } catch (error) {
    state.textContent = `The space can't be read: ${error.message}`;
  }
}

new EventSource("/_hearth/events").onmessage = show;
show();
