// The rear camera of the phone, at the most pixels that it gives.
//
//   lens(video) -> { open(), close(), shoot(), torch(on), state() }
//   shoot() -> Promise of { blob, width, height }: the sensor's own picture where the browser can, else a frame of the video
//   state(): { open, torch, frame } ; frame is true when only frames of the video can be had, with their width and height

const QUALITY = 0.92;
const WANTED = { video: { facingMode: { ideal: "environment" }, width: { ideal: 4096 }, height: { ideal: 3072 } }, audio: false };

export function lens(video) {
  let stream;
  let track;
  let capture;
  let settings;

  const open = async () => {
    if (stream) return;
    if (!navigator.mediaDevices?.getUserMedia) throw new TypeError("no camera");
    stream = await navigator.mediaDevices.getUserMedia(WANTED);
    [track] = stream.getVideoTracks();
    video.srcObject = stream;
    await video.play();
    capture = "ImageCapture" in window ? new ImageCapture(track) : undefined;
    settings = await fullSize(capture);
  };

  // What is still being opened when the screen is left is closed as soon as it is open.
  const close = () => {
    for (const each of stream?.getTracks() ?? []) each.stop();
    video.srcObject = null;
    stream = track = capture = undefined;
  };

  const shoot = async () => {
    const still = settings && capture && (await capture.takePhoto(settings).catch(() => undefined));
    if (still?.type === "image/jpeg") return { blob: still };
    return frame(still ?? video);
  };

  return {
    open,
    close,
    shoot,
    torch: (on) => track?.applyConstraints({ advanced: [{ torch: on }] }),
    state: () => ({ open: Boolean(stream), torch: Boolean(track?.getCapabilities?.().torch), frame: !settings, width: video.videoWidth, height: video.videoHeight }),
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

async function frame(source) {
  const picture = source instanceof Blob ? await createImageBitmap(source) : source;
  const [width, height] = source instanceof Blob ? [picture.width, picture.height] : [source.videoWidth, source.videoHeight];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new TypeError("no picture");
  return { blob };
}
