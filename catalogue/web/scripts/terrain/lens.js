// The rear camera of the phone, at the most pixels that it gives.
//
//   lens(video) -> { open(), close(), shoot(), torch(on), state() }
//   open() -> Promise of true, or false when it was closed meanwhile
//   shoot() -> Promise of { blob, frame }: the sensor's own picture where the browser can, else a frame of the video
//   state(): { torch, frame, width, height } ; frame is true when only frames of the video can be had, of that size

const QUALITY = 0.92;
const WANTED = { video: { facingMode: { ideal: "environment" }, width: { ideal: 4096 }, height: { ideal: 3072 } }, audio: false };

export function lens(video) {
  let stream;
  let track;
  let capture;
  let settings;
  let turn = 0;

  // Each opening has its turn, and a closing ends it: a camera that comes late is closed before anything else happens.
  const open = async () => {
    if (!navigator.mediaDevices?.getUserMedia) throw new TypeError("no camera");
    const mine = ++turn;
    stopAll(stream);
    const opened = await navigator.mediaDevices.getUserMedia(WANTED);
    if (mine !== turn) {
      stopAll(opened);
      return false;
    }
    stream = opened;
    [track] = stream.getVideoTracks();
    video.srcObject = stream;
    capture = "ImageCapture" in window ? new ImageCapture(track) : undefined;
    const found = await fullSize(capture);
    await video.play().catch(() => {});
    if (mine !== turn) return false;
    settings = found;
    return true;
  };

  const close = () => {
    turn += 1;
    stopAll(stream);
    video.srcObject = null;
    stream = track = capture = undefined;
  };

  const shoot = async () => {
    const still = settings && capture && (await capture.takePhoto(settings).catch(() => undefined));
    if (still?.type === "image/jpeg") return { blob: still, frame: false };
    return { blob: await drawn(still ?? video), frame: !still };
  };

  return {
    open,
    close,
    shoot,
    torch: (on) => track?.applyConstraints({ advanced: [{ torch: on }] }),
    state: () => ({ torch: Boolean(track?.getCapabilities?.().torch), frame: !settings, width: video.videoWidth, height: video.videoHeight }),
  };
}

// Without being asked, some browsers give no more than the preview holds.
async function fullSize(capture) {
  try {
    const { imageWidth, imageHeight } = await capture.getPhotoCapabilities();
    return imageWidth?.max ? { imageWidth: imageWidth.max, imageHeight: imageHeight.max } : {};
  } catch {
    return undefined;
  }
}

function stopAll(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

async function drawn(source) {
  const picture = source instanceof Blob ? await createImageBitmap(source) : source;
  const [width, height] = source instanceof Blob ? [picture.width, picture.height] : [source.videoWidth, source.videoHeight];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new TypeError("no picture");
  return blob;
}
